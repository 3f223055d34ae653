package dev.unruly.shop.store;

import java.util.List;
import java.util.stream.Collectors;

/// The shop's pages in HTML. Everything that is not ours is escaped here.
final class Pages {
    private Pages() {}

    static String home(Visitor visitor, List<Item> featured) {
        return page(
                "Today's picks",
                visitor,
                "<h1>Today's picks</h1>\n<ul class=\"shelf\">\n" + cards(featured) + "</ul>");
    }

    static String search(Visitor visitor, String term, List<Item> found) {
        String heading =
                term.isBlank()
                        ? "What are you looking for?"
                        : "%d results for “%s”".formatted(found.size(), Html.escaped(term));
        return page(
                heading,
                visitor,
                "<h1>" + heading + "</h1>\n<ul class=\"shelf\">\n" + cards(found) + "</ul>");
    }

    static String product(Visitor visitor, Product product, List<String> recommended) {
        Item item = product.item();
        String reviews =
                product.reviews().stream()
                        .map(review ->
                                "<li><b>%s</b> <span class=\"stars\">%s</span> %s</li>\n"
                                        .formatted(
                                                Html.escaped(review.author()),
                                                "★".repeat(review.stars()),
                                                Html.escaped(review.body())))
                        .collect(Collectors.joining());
        String also =
                recommended.stream()
                        .map(sku ->
                                "<a href=\"/products/%1$s\">%1$s</a>".formatted(Html.escaped(sku)))
                        .collect(Collectors.joining(" · "));
        return page(
                Html.escaped(item.name()),
                visitor,
                """
                <article class="product">
                <p class="trail">%s · %s</p>
                <h1>%s</h1>
                <p class="stars">%s</p>
                <p class="text">%s</p>
                <p class="price">%s</p>
                <form method="post" action="/cart">
                <input type="hidden" name="sku" value="%s">
                <button>Put into the cart</button>
                </form>
                %s<h2>What people say</h2>
                <ul class="reviews">
                %s</ul>
                </article>
                """
                        .formatted(
                                Html.escaped(item.category()),
                                Html.escaped(item.brand()),
                                Html.escaped(item.name()),
                                Html.stars(item.starTenths(), item.reviewCount()),
                                Html.escaped(product.description()),
                                Html.price(item.priceCents()),
                                Html.escaped(item.sku()),
                                also.isEmpty() ? "" : "<p>Often bought with it: " + also + "</p>\n",
                                reviews));
    }

    static String cart(Visitor visitor, List<Carts.Line> lines, long amountCents) {
        String rows =
                lines.stream()
                        .map(line ->
                                "<tr><td><a href=\"/products/%s\">%s</a></td><td class=\"price\">%s</td></tr>\n"
                                        .formatted(
                                                Html.escaped(line.sku()),
                                                Html.escaped(line.name()),
                                                Html.price(line.priceCents())))
                        .collect(Collectors.joining());
        String content =
                lines.isEmpty()
                        ? "<p>There is nothing in it yet.</p>"
                        : """
                        <table>
                        %s<tr><th>Together</th><th class="price">%s</th></tr>
                        </table>
                        <form method="post" action="/checkout"><button>Order and pay</button></form>
                        """
                                .formatted(rows, Html.price(amountCents));
        return page("Your cart", visitor, "<h1>Your cart</h1>\n" + content);
    }

    static String ordered(Visitor visitor, Carts.Order order) {
        return page(
                "Thank you",
                visitor,
                "<h1>Thank you!</h1>\n<p>Your order %d over %s is paid.</p>"
                        .formatted(order.id(), Html.price(order.amountCents())));
    }

    static String login(Visitor visitor, String next, String problem) {
        String complaint =
                problem.isEmpty() ? "" : "<p class=\"problem\">" + Html.escaped(problem) + "</p>\n";
        return page(
                "Sign in",
                visitor,
                """
                <h1>Sign in</h1>
                %s<form method="post" action="/login" class="login">
                <label>User <input name="user" autocomplete="username" required></label>
                <label>Password <input name="password" type="password" required></label>
                <input type="hidden" name="next" value="%s">
                <button>Sign in</button>
                </form>
                <p>Anybody may be <code>shopper-1</code> with the password <code>secret-1</code>,
                and so on.</p>
                """
                        .formatted(complaint, Html.escaped(next)));
    }

    static String dashboard(Visitor visitor, List<Carts.Order> orders, List<String> parts) {
        String rows =
                orders.stream()
                        .map(order ->
                                "<tr><td>Order %d</td><td class=\"price\">%s</td></tr>\n"
                                        .formatted(order.id(), Html.price(order.amountCents())))
                        .collect(Collectors.joining());
        String tiles =
                parts.stream()
                        .map(part -> "<li class=\"card\">" + Html.escaped(part) + "</li>\n")
                        .collect(Collectors.joining());
        return page(
                "Your account",
                visitor,
                "<h1>Your account</h1>\n<table>\n%s</table>\n<ul class=\"shelf\">\n%s</ul>"
                        .formatted(rows, tiles));
    }

    static String problem(int status, String what) {
        return page(
                "Something is wrong",
                Visitor.GUEST,
                "<h1>%d</h1>\n<p>%s</p>".formatted(status, Html.escaped(what)));
    }

    private static String cards(List<Item> items) {
        return items.stream()
                .map(item ->
                        """
                        <li class="card"><a href="/products/%s">%s</a>
                        <span class="stars">%s</span><span class="price">%s</span></li>
                        """
                                .formatted(
                                        Html.escaped(item.sku()),
                                        Html.escaped(item.name()),
                                        Html.stars(item.starTenths(), item.reviewCount()),
                                        Html.price(item.priceCents())))
                .collect(Collectors.joining());
    }

    private static String page(String title, Visitor visitor, String content) {
        String who =
                visitor.user()
                        .map(user -> "<a href=\"/dashboard\">" + Html.escaped(user) + "</a>")
                        .orElse("<a href=\"/login\">Sign in</a>");
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s – The Shop</title>
        <link rel="stylesheet" href="/style.css">
        <link rel="icon" href="/logo.svg">
        </head>
        <body>
        <header>
        <a href="/" class="logo"><img src="/logo.svg" alt="" width="32" height="32"> The Shop</a>
        <form action="/search" role="search"><input name="q" aria-label="Search" placeholder="Search"></form>
        <nav>%s <a href="/cart">Cart <span id="badge"></span></a></nav>
        </header>
        <main>
        %s
        </main>
        <script>
        fetch("/api/badge").then(r => r.json())
            .then(b => { if (b.cart > 0) document.getElementById("badge").textContent = b.cart; })
            .catch(() => {});
        </script>
        </body>
        </html>
        """
                .formatted(title, who, content);
    }
}
