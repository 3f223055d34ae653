package dev.unruly.shop.store;

import dev.unruly.shop.web.Request;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What can be asked of the storefront.
public enum Endpoint {
    HOME("home", "GET", "/"),
    SEARCH("search", "GET", "/search"),
    PRODUCT("product", "GET", "/products/"),
    DASHBOARD("dashboard", "GET", "/dashboard"),
    CART("cart", "GET", "/cart"),
    ADD("add", "POST", "/cart"),
    CHECKOUT("checkout", "POST", "/checkout"),
    LOGIN("login", "GET", "/login"),
    SIGN_IN("sign-in", "POST", "/login"),
    BADGE("badge", "GET", "/api/badge"),
    STYLE("style", "GET", "/style.css"),
    LOGO("logo", "GET", "/logo.svg"),
    HEALTH("health", "GET", "/health"),
    /// A path there is, asked with a method it has not.
    WRONG_METHOD("wrong-method", "", ""),
    /// A path there is not.
    MISSING("missing", "", "");

    private final String label;
    private final String method;
    private final String path;

    Endpoint(String label, String method, String path) {
        this.label = label;
        this.method = method;
        this.path = path;
    }

    /// Its name in reports.
    public String label() {
        return label;
    }

    public static Endpoint of(Request request) {
        List<Endpoint> here = at(request.path());
        if (here.isEmpty()) {
            return MISSING;
        }
        return here.stream()
                .filter(endpoint -> request.asksFor(endpoint.method))
                .findFirst()
                .orElse(WRONG_METHOD);
    }

    /// The methods a path has, for the header `Allow`.
    static String allowed(String path) {
        return at(path).stream()
                .map(endpoint -> endpoint.method.equals("GET") ? "GET, HEAD" : endpoint.method)
                .collect(Collectors.joining(", "));
    }

    private static List<Endpoint> at(String path) {
        return Arrays.stream(values()).filter(endpoint -> endpoint.matches(path)).toList();
    }

    /// A path that ends in a slash has things below it, but for the first page's.
    private boolean matches(String asked) {
        boolean hasChildren = path.length() > 1 && path.endsWith("/");
        return !path.isEmpty()
                && (hasChildren
                        ? asked.startsWith(path) && asked.length() > path.length()
                        : asked.equals(path));
    }
}
