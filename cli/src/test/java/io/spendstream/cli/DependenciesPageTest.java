package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every dependency has its reason and its licence, and every reason its dependency. */
class DependenciesPageTest {
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern MANAGED =
            Pattern.compile("<(dependencyManagement|build)>.*?</\\1>|<!--.*?-->", Pattern.DOTALL);
    private static final String EVERY_MODULE = "every module";

    @Test
    void saysWhichModulesTakeWhat() throws IOException {
        Map<String, Set<String>> said = new TreeMap<>();
        for (List<String> row : rows()) {
            said.put(
                    row.get(0).replace("`", ""),
                    new TreeSet<>(List.of(row.get(1).split(", ", -1))));
        }

        assertThat(said).isEqualTo(declared());
    }

    @Test
    void saysWhyAndUnderWhichLicence() throws IOException {
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(4).noneMatch(String::isBlank));
    }

    private static List<List<String>> rows() throws IOException {
        Document page = Document.read("docs/dependencies.md");
        List<List<String>> rows = new ArrayList<>(page.table("dependency"));
        rows.addAll(page.table("dependency for tests"));
        return rows;
    }

    private static Map<String, Set<String>> declared() throws IOException {
        Map<String, Set<String>> declared = new TreeMap<>();
        collect("pom.xml", EVERY_MODULE, declared);
        for (String module : Repository.modules()) {
            collect(module + "/pom.xml", module, declared);
        }
        return declared;
    }

    private static void collect(String pom, String module, Map<String, Set<String>> declared) throws IOException {
        Matcher dependencies =
                DEPENDENCY.matcher(MANAGED.matcher(Repository.read(pom)).replaceAll(""));
        while (dependencies.find()) {
            String dependency = dependencies.group(1);
            String group = element("groupId", dependency);
            String name = group + ":" + element("artifactId", dependency);
            String classifier = element("classifier", dependency);
            if (!group.equals("io.spendstream")) {
                declared.computeIfAbsent(classifier.isEmpty() ? name : name + ":" + classifier, key -> new TreeSet<>())
                        .add(module);
            }
        }
    }

    private static String element(String name, String xml) {
        Matcher element =
                Pattern.compile("<%s>(.*?)</%s>".formatted(name, name)).matcher(xml);
        return element.find() ? element.group(1) : "";
    }
}
