package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// `junit.xml` as a parser of XML reads it, held against what Jenkins lets stand where.
final class JunitTest {

    /// The attributes that each element may have.
    private static final Map<String, Set<String>> ATTRIBUTES =
            Map.of(
                    "testsuites", Set.of("name", "time", "tests", "failures", "errors"),
                    "testsuite",
                            Set.of(
                                    "name",
                                    "tests",
                                    "failures",
                                    "errors",
                                    "skipped",
                                    "time",
                                    "timestamp"),
                    "properties", Set.of(),
                    "property", Set.of("name", "value"),
                    "testcase", Set.of("name", "classname", "time"),
                    "failure", Set.of("type", "message"),
                    "error", Set.of("type", "message"),
                    "system-out", Set.of());

    @Test
    void onlyWhatJenkinsKnowsIsWritten()
            throws IOException, SAXException, ParserConfigurationException {
        RunResult people = Results.people();
        Document document = parse(Junit.text(List.of(people, people)));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("testsuites");
        for (Element element : all(document, "*")) {
            var found = new TreeSet<String>();
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                found.add(element.getAttributes().item(i).getNodeName());
            }
            assertThat(ATTRIBUTES).containsKey(element.getTagName());
            assertThat(ATTRIBUTES.get(element.getTagName()))
                    .as(element.getTagName())
                    .containsAll(found);
        }
    }

    @Test
    void everyExpectationIsATestCase()
            throws IOException, SAXException, ParserConfigurationException {
        RunResult people = Results.people();
        Document document = parse(Junit.text(List.of(people)));

        List<Element> cases = all(document, "testcase");
        assertThat(cases.stream().map(c -> c.getAttribute("name")))
                .containsAll(people.expectations().stream().map(a -> a.text()).toList());
        assertThat(cases).hasSize(people.expectations().size() + 2);
        Element suite = all(document, "testsuite").getFirst();
        assertThat(suite.getAttribute("tests")).isEqualTo("" + cases.size());
        assertThat(suite.getAttribute("failures")).isEqualTo("" + all(document, "failure").size());
        assertThat(suite.getAttribute("errors")).isEqualTo("" + all(document, "error").size());
        for (RunResult.Answer answer : people.expectations()) {
            Element found =
                    cases.stream()
                            .filter(c -> c.getAttribute("name").equals(answer.text()))
                            .findFirst()
                            .orElseThrow();
            assertThat(found.getElementsByTagName("failure").getLength())
                    .as(answer.text())
                    .isEqualTo(answer.verdict() == Verdict.FAILS ? 1 : 0);
        }
    }

    private static List<Element> all(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static Document parse(String text)
            throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
