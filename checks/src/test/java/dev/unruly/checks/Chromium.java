package dev.unruly.checks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The system's own Chromium, led by Playwright, which must not fetch one itself.
final class Chromium implements AutoCloseable {

    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    /// A page, and what it did beside showing itself.
    ///
    /// @param requests addresses it asked for
    /// @param complaints errors in its console, exceptions, dialogs
    record Opened(Page page, List<String> requests, List<String> complaints) {}

    /// Where it is.
    static Optional<Path> path() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    Chromium(Path path) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(path)
                                        .setArgs(QUIET));
    }

    /// Opens a file.
    Opened open(Path file, int width, int height, ColorScheme scheme) {
        return open(file.toUri().toString(), width, height, scheme);
    }

    /// Opens an address, and waits until the page says that it is drawn.
    Opened open(String url, int width, int height, ColorScheme scheme) {
        Page page =
                browser.newPage(
                        new Browser.NewPageOptions()
                                .setViewportSize(width, height)
                                .setColorScheme(scheme));
        var requests = new ArrayList<String>();
        var complaints = new ArrayList<String>();
        page.onRequest(request -> requests.add(request.url()));
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.navigate(url);
        page.waitForSelector(
                "html[data-drawn]",
                new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        return new Opened(page, requests, complaints);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
