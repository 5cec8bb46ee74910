package io.vectile;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which way the arrows point: a package uses only those below it, and the JDK. */
class ArchitectureTest {
    /** From top to bottom; those of one line do not know each other. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("io.vectile"),
            Set.of("io.vectile.eval", "io.vectile.faiss", "io.vectile.vtl"),
            Set.of("io.vectile.contents"),
            Set.of("io.vectile.codec", "io.vectile.partition", "io.vectile.transform"),
            Set.of("io.vectile.quantization", "io.vectile.storage"),
            Set.of("io.vectile.cluster"),
            Set.of("io.vectile.vectors"),
            Set.of("io.vectile.file"),
            Set.of("io.vectile.kernel"),
            Set.of("io.vectile.concurrent"),
            Set.of("io.vectile.error"));

    private static JavaClasses library;

    @BeforeAll
    static void readTheLibrary() {
        library = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.vectile");
    }

    @Test
    void everyPackageHasItsLevel() {
        Set<String> known = LEVELS.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        Set<String> present = new TreeSet<>();
        library.forEach(type -> present.add(type.getPackageName()));
        assertEquals(known, present);
    }

    @Test
    void aPackageUsesOnlyThoseBelowIt() {
        for (int level = 0; level < LEVELS.size(); level++) {
            List<String> below = new ArrayList<>(List.of("java.."));
            LEVELS.subList(level + 1, LEVELS.size()).forEach(below::addAll);
            for (String name : LEVELS.get(level)) {
                List<String> allowed = new ArrayList<>(below);
                allowed.add(name);
                allowed.add("jdk.incubator.vector..");
                classes().that().resideInAPackage(name).should()
                        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new))).check(library);
            }
        }
    }

    @Test
    void noPackagesDependOnOneAnotherInACircle() {
        slices().matching("(io.vectile..)").should().beFreeOfCycles().check(library);
    }

    @Test
    void theVectorApiIsUsedByTheKernelsAlone() {
        noClasses().that().resideOutsideOfPackage("io.vectile.kernel").should()
                .dependOnClassesThat().resideInAPackage("jdk.incubator.vector..").check(library);
    }
}
