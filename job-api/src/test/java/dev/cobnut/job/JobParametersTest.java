package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobParametersTest {
  private static final List<JobParameter> DECLARED =
      List.of(
          JobParameter.regex("pattern", "What to find.").asRequired(),
          JobParameter.integer("limit", 1, 100, "How many.").orElse("10"),
          JobParameter.flag("quiet", "Whether to say less."),
          JobParameter.text("order", "Which way.").oneOf("up", "down"),
          JobParameter.text("key", "A name."),
          JobParameter.integer("field", 0, Long.MAX_VALUE, "A column.").exclusiveWith("key"));

  private static List<String> problems(Map<String, String> given) {
    IllegalParametersException refused =
        catchThrowableOfType(
            IllegalParametersException.class, () -> JobParameters.of(DECLARED, given));
    assertThat(refused).as("%s is refused", given).isNotNull();
    assertThat(refused).hasMessage(String.join("; ", refused.problems()));
    return refused.problems();
  }

  @Test
  void defaultsAreFilledIn() {
    JobParameters parameters = JobParameters.of(DECLARED, Map.of("pattern", "a.c"));
    assertThat(parameters.text("pattern")).isEqualTo("a.c");
    assertThat(parameters.integer("limit")).isEqualTo(10);
    assertThat(parameters.flag("quiet")).isFalse();
    assertThat(parameters.has("order")).isFalse();
    assertThat(parameters.asMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("pattern", "a.c", "limit", "10", "quiet", "false"));
  }

  @Test
  void valuesThatFitAreTaken() {
    JobParameters parameters =
        JobParameters.of(
            DECLARED,
            Map.of("pattern", "x", "limit", "100", "quiet", "true", "order", "up", "field", "0"));
    assertThat(parameters.integer("limit")).isEqualTo(100);
    assertThat(parameters.flag("quiet")).isTrue();
    assertThat(parameters.text("order")).isEqualTo("up");
    assertThat(parameters.integer("field")).isZero();
  }

  @Test
  void missingOnesAreNamed() {
    assertThat(problems(Map.of()))
        .containsExactly("pattern: missing (expected: a regular expression)");
  }

  @Test
  void unknownOnesAreNamedWithWhatIsKnown() {
    assertThat(problems(Map.of("pattern", "x", "patern", "y")))
        .containsExactly(
            "patern: unknown parameter (expected: one of pattern, limit, quiet, order, key, field)");
    assertThatThrownBy(() -> JobParameters.of(List.of(), Map.of("a", "b")))
        .hasMessage("a: unknown parameter (expected: none)");
  }

  @Test
  void illTypedOnesAreNamedWithWhatIsExpected() {
    assertThat(problems(Map.of("pattern", "(")))
        .containsExactly("pattern: \"(\" (expected: a regular expression)");
    assertThat(problems(Map.of("pattern", "x", "limit", "0")))
        .containsExactly("limit: \"0\" (expected: 1..100)");
    assertThat(problems(Map.of("pattern", "x", "limit", "many")))
        .containsExactly("limit: \"many\" (expected: 1..100)");
    assertThat(problems(Map.of("pattern", "x", "limit", "99999999999999999999")))
        .containsExactly("limit: \"99999999999999999999\" (expected: 1..100)");
    assertThat(problems(Map.of("pattern", "x", "quiet", "yes")))
        .containsExactly("quiet: \"yes\" (expected: true or false)");
    assertThat(problems(Map.of("pattern", "x", "order", "left")))
        .containsExactly("order: \"left\" (expected: one of up, down)");
    assertThat(problems(Map.of("pattern", "x", "key", "")))
        .containsExactly("key: \"\" (expected: a text)");
  }

  @Test
  void thoseThatExcludeEachOtherAreNamed() {
    assertThat(problems(Map.of("pattern", "x", "key", "k", "field", "1")))
        .containsExactly("field: given beside key (expected: one of them)");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(problems(Map.of("limit", "0", "nonsense", "1", "quiet", "no"))).hasSize(4);
  }

  @Test
  void askingForWhatWasNotGivenIsRefused() {
    JobParameters parameters = JobParameters.of(DECLARED, Map.of("pattern", "x"));
    assertThatThrownBy(() -> parameters.text("key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key: not given");
  }

  @Test
  void namesAreChecked() {
    for (String name : List.of("", "Pattern", "a b", "x".repeat(65))) {
      assertThatThrownBy(() -> JobParameter.text(name, "Bad."))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("parameter name: \"" + name + "\" (expected: 1 to 64 of a-z 0-9 . _ -)");
    }
  }

  @Test
  void defaultsMustFitTheDeclaration() {
    assertThatThrownBy(
            () ->
                JobParameters.of(
                    List.of(JobParameter.integer("limit", 1, 9, "How many.").orElse("10")),
                    Map.of()))
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("limit: \"10\" (expected: 1..9)");
  }
}
