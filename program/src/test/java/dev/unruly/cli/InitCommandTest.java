package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly init`, from other tools' requests to files that pass `unruly check`.
final class InitCommandTest {

    private static final String CURLS =
            """
            # a visit
            curl 'https://shop.example/products?q=red%20shoes&token=s3cr3t' \\
              -H 'Accept: application/json' -H "Authorization: Bearer $TOKEN" -b 'sid=s3cr3t' -k
            curl https://shop.example/cart -H 'accept: text/plain' --json $'{"sku":"it\\'s ${x}","password":"s3cr3t"}'
            curl -XPATCH https://shop.example/me -d name=Ann+B -d pin=s3cr3t -u ann:s3cr3t
            curl https://shop.example/photo -F note=hi -F token=s3cr3t
            curl https://shop.example/file -d @body.json
            curl https://other.example/
            curl "https://shop.example/$ID"
            """;

    private static final String POSTMAN =
            """
            {"info": {"name": "Shop",
              "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
             "variable": [{"key": "base", "value": "http://127.0.0.1:9191"}, {"key": "id", "value": "7"}],
             "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "s3cr3t"}]},
             "item": [
              {"name": "Catalogue", "item": [
                {"name": "All products", "request": {"method": "GET",
                  "header": [{"key": "X-Api-Key", "value": "s3cr3t"}],
                  "url": {"raw": "{{base}}/products?page=1"}}},
                {"name": "One", "request": {"method": "GET", "url": {"raw": "{{base}}/products/:id",
                  "variable": [{"key": "id", "value": "{{id}}"}]}}}]},
              {"name": "Order", "event": [{"listen": "test", "script": {"exec": ["x"]}}],
               "request": {"method": "POST", "url": "{{base}}/orders", "body": {"mode": "raw",
                "raw": "{\\"reference\\": \\"{{$guid}}\\", \\"count\\": 2}",
                "options": {"raw": {"language": "json"}}}}},
              {"name": "Sign up", "request": {"method": "POST", "url": "{{base}}/people",
                "body": {"mode": "urlencoded", "urlencoded": [{"key": "name", "value": "Ann & B"}]}}},
              {"name": "Lost", "request": {"method": "GET", "url": "{{base}}/{{unknown}}"}}]}
            """;

    @TempDir private Path folder;

    private LearnCommandTest.Said init(String text) throws IOException {
        Path source = Files.writeString(folder.resolve("source"), text);
        return LearnCommandTest.run(
                "init", source.toString(), "-o", folder.resolve("shop").toString(), "--force");
    }

    private String population() throws IOException {
        var checked =
                LearnCommandTest.run("check", folder.resolve("shop.experiment.yaml").toString());
        assertThat(checked.code()).as(checked.err()).isZero();
        return Files.readString(folder.resolve("shop.population.yaml"));
    }

    @Test
    void curlCommandsBecomeAVisitWithoutTheirSecrets() throws IOException {
        LearnCommandTest.Said said = init(CURLS);
        assertThat(said.code()).as(said.err()).isZero();
        String text = population();
        assertThat(text + said.out()).doesNotContain("s3cr3t");
        assertThat(text)
                .contains(
                        "/products?q=red%20shoes\"",
                        "it's $${x}", "Ann B", "form-data", "once: true")
                .doesNotContain("other.example\"");
        assertThat(said.out())
                .contains(
                        "source:2: header Authorization is left out",
                        "source:2: parameter token is left out",
                        "source:2: --insecure has no meaning",
                        "source:4: a second header Accept is left out",
                        "source:7: this request is left out: it sends a file",
                        "source:8: this request is left out: it goes to https://other.example",
                        "source:9: this request is left out: nothing here says $ID",
                        "unruly check ");
    }

    @Test
    void aPostmanCollectionIsWalkedFolderByFolder() throws IOException {
        LearnCommandTest.Said said = init(POSTMAN);
        assertThat(said.code()).as(said.err()).isZero();
        String text = population();
        assertThat(text + said.out()).doesNotContain("s3cr3t");
        assertThat(text)
                .contains("/products?page=1", "get: \"/products/7\"", "${intent}", "Ann & B");
        assertThat(Files.readString(folder.resolve("shop.experiment.yaml")))
                .contains("target: \"http://127.0.0.1:9191\"");
        assertThat(said.out())
                .contains(
                        "auth bearer is left out",
                        "header X-Api-Key is left out",
                        "its script (test) is left out",
                        "nothing here says the variable unknown");
    }

    @Test
    void whatCannotBeReadIsSaidWithItsPlace() throws IOException {
        assertThat(init("{\n \"info\": }").err()).contains("source:2:", "this is no JSON");
        assertThat(init("curl 'http://a/").err()).contains("source:1: a quote begins here");
        assertThat(init("{\"requests\": [], \"order\": []}").err()).contains("collection v1");
        assertThat(init("{\"swagger\": \"2.0\"}").err()).contains("no Postman collection");
        assertThat(init("hello").err()).contains("neither a Postman collection");
        assertThat(init(POSTMAN.replace("v2.1.0", "v2.0.0")).err()).contains("v2.1");
        assertThat(init(POSTMAN.replace("\"value\": \"7\"", "\"value\": \"{{id}}\"")).err())
                .contains("variables that stand for each other");
        assertThat(init("curl ftp://a/").code()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
