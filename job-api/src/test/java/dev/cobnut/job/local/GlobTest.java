package dev.cobnut.job.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlobTest {
  private static boolean matches(String glob, String name) {
    return Glob.names(glob).matcher(name).matches();
  }

  @Test
  void aWildcardStandsForWholeCodePoints() {
    assertThat(matches("??.x", "\u00e4\ud83d\ude00.x")).isTrue();
    assertThat(matches("?.x", "\ud83d\ude00.x")).isTrue();
    assertThat(matches("???.x", "\u00e4\ud83d\ude00.x")).isFalse();
    assertThat(matches("[\u00e4-\u00fc]\ud83d\ude00*", "\u00f6\ud83d\ude00.x")).isTrue();
    assertThat(matches("[\ud83d\ude00-\ud83d\ude02]", "\ud83d\ude01")).isTrue();
    assertThat(matches("[\ud83d\ude00-\ud83d\ude02]", "\ud83d\ude03")).isFalse();
  }

  @Test
  void characterClassesTakeTheirOwnSigns() {
    assertThat(matches("[]]", "]")).isTrue();
    assertThat(matches("[!]]", "]")).isFalse();
    assertThat(matches("[a-]", "-")).isTrue();
    assertThat(matches("[&&a]", "&")).isTrue();
    assertThat(matches("[.]", "a")).isFalse();
    assertThat(matches("a\nb*", "a\nb\nc")).isTrue();
  }

  @Test
  void escapedSignsStandForThemselves() {
    assertThat(matches("\\*", "*")).isTrue();
    assertThat(matches("\\*", "a")).isFalse();
    assertThat(Glob.unescape("a\\[b\\\\")).isEqualTo("a[b\\");
    assertThat(Glob.alternatives("\\{a,b}")).containsExactly("\\{a,b}");
    assertThat(Glob.alternatives("{a,{b,c}d}")).containsExactlyInAnyOrder("a", "bd", "cd");
  }
}
