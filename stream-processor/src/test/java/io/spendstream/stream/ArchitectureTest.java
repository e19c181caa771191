package io.spendstream.stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.spendstream.stream.book.BookPublisher;
import io.spendstream.stream.budget.BudgetPublisher;
import io.spendstream.stream.ledger.OrderPublisher;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.apache.kafka.streams.KafkaStreams;

/** What may know what. */
@AnalyzeClasses(packages = "io.spendstream.stream", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] TOPOLOGY = {
        "..stream.topology..",
        "..stream.intake..",
        "..stream.dedupe..",
        "..stream.ledger..",
        "..stream.totals..",
        "..stream.budget..",
        "..stream.rejection..",
        "..stream.bytes..",
        "..stream.book..",
        "..stream.pricing.."
    };

    @ArchTest
    static final ArchRule theTopologyDoesNotKnowWhatRunsIt = noClasses()
            .that()
            .resideInAnyPackage(TOPOLOGY)
            .and()
            .doNotBelongToAnyOf(BudgetPublisher.class, BookPublisher.class, OrderPublisher.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.spendstream.stream",
                    "..stream.outcome..",
                    "org.apache.kafka.clients..",
                    "io.micrometer..",
                    "java.net..",
                    "java.sql.."))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(KafkaStreams.class)
            .because("it is a pure function of its settings, and what a processor does beside it is not undone"
                    + " when its transaction is aborted");

    @ArchTest
    static final ArchRule theTopologyDoesNotReadTheClock = noClasses()
            .that()
            .resideInAnyPackage(TOPOLOGY)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .because("reading the log again must decide the same");

    @ArchTest
    static final ArchRule theTopologyDoesNotKnowThePriceBook = noClasses()
            .that()
            .resideInAnyPackage("..stream.topology..", "..stream.ledger..", "..stream.intake..", "..stream.totals..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..stream.pricing..")
            .because("it is given a pricer");

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.spendstream.stream.(*)..").should().beFreeOfCycles();
}
