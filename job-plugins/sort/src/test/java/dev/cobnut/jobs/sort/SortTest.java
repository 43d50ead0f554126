package dev.cobnut.jobs.sort;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.IllegalParametersException;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.JobTestKit;
import dev.cobnut.job.local.JobTestResult;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortTest {
  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("sort");
  }

  @Test
  void linesOfAllFilesAreSortedAsTheyStand() {
    JobTestKit kit = kit().input("a", "pear\nfig\n\nApple\r\nfig\n10\n").input("b", "9\n fig");

    assertThat(kit.run().text()).isEqualTo("\n fig\n10\n9\nApple\r\nfig\nfig\npear\n");
    kit.verifyContract();
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    JobTestKit kit =
        kit().input("a", "\u00ff\n\u007f\nz\n\u0080\u0000\n\u0080\n".getBytes(ISO_8859_1));

    assertThat(bytes(kit.run()))
        .isEqualTo("z\n\u007f\n\u0080\n\u0080\u0000\n\u00ff\n".getBytes(ISO_8859_1));
    kit.verifyContract();
  }

  @Test
  void firstBytesAreTheKeyAndEqualKeysStayInOrder() {
    JobTestKit kit =
        kit()
            .parameter("key.bytes", "2")
            .input("a", "bb2\nab9\nbb1\nb\n\nab\n")
            .input("b", "ab0\nbb0\nb\n");

    assertThat(kit.run().text()).isEqualTo("\nab9\nab\nab0\nb\nb\nbb2\nbb1\nbb0\n");
    kit.verifyContract();
  }

  @Test
  void fieldIsTheKeyAndEqualKeysStayInOrder() {
    JobTestKit kit =
        kit()
            .parameter("key.field", "2")
            .input("a", "1\tpear\tx\n2\tfig\n3\n4\tpear\n5\t\tz\n")
            .input("b", "6\tfig\ty");

    assertThat(kit.run().text()).isEqualTo("3\n5\t\tz\n2\tfig\n6\tfig\ty\n1\tpear\tx\n4\tpear\n");
    kit.verifyContract();
  }

  @Test
  void fieldsAreSeparatedAsGiven() {
    JobTestKit kit =
        kit()
            .parameter("key.field", "3")
            .parameter("field.separator", ", ")
            .input("a", "a, b, z\na,b,c, d, y\nc, d, x, e\n");

    assertThat(kit.run().text()).isEqualTo("c, d, x, e\na,b,c, d, y\na, b, z\n");
    kit.verifyContract();
  }

  @Test
  void recordsAreSortedWithNothingBetweenThem() {
    JobTestKit kit =
        kit()
            .parameter("record.bytes", "3")
            .input("a", "cc\nabc\n\n\n".getBytes(ISO_8859_1))
            .input("b", "\u00ffzzabb".getBytes(ISO_8859_1));

    assertThat(bytes(kit.run())).isEqualTo("\n\n\nabbabccc\n\u00ffzz".getBytes(ISO_8859_1));
    kit.verifyContract();
  }

  @Test
  void recordsMayHaveKeysOfBytesOrFields() {
    JobTestKit byBytes =
        kit()
            .parameter("record.bytes", "4")
            .parameter("key.bytes", "1")
            .input("a", "b002a001b001a000");
    JobTestKit byField =
        kit()
            .parameter("record.bytes", "4")
            .parameter("key.field", "2")
            .parameter("field.separator", ",")
            .input("a", "1,zz2,aa3,zy");

    assertThat(byBytes.run().text()).isEqualTo("a001a000b002b001");
    assertThat(byField.run().text()).isEqualTo("2,aa3,zy1,zz");
    byBytes.verifyContract();
    byField.verifyContract();
  }

  @Test
  void keyLongerThanTheRecordIsTheRecord() {
    JobTestKit kit =
        kit().parameter("record.bytes", "2").parameter("key.bytes", "10").input("a", "cdab");

    assertThat(kit.run().text()).isEqualTo("abcd");
  }

  @Test
  void nothingToSortGivesEmptyParts() {
    for (JobTestKit kit :
        new JobTestKit[] {
          kit(), kit().input("a", ""), kit().parameter("record.bytes", "100").input("a", "")
        }) {
      JobTestResult result = kit.reducers(3).run();

      assertThat(result.parts()).hasSize(3).allMatch(part -> part.length == 0);
      kit.verifyContract();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void partsInOrderAreOneSortedSequence(int reducers) {
    Random random = new Random(1);
    List<String> lines =
        IntStream.range(0, 500).mapToObj(line -> random.nextInt(100) + "\t" + line).toList();
    JobTestKit kit =
        kit()
            .parameter("key.field", "1")
            .input("a", String.join("\n", lines.subList(0, 200)))
            .input("b", String.join("\n", lines.subList(200, 500)));

    JobTestResult result = kit.reducers(reducers).run();

    assertThat(result.parts()).hasSize(reducers).allMatch(part -> part.length > 0);
    assertThat(result.lines())
        .isEqualTo(
            lines.stream()
                .sorted(Comparator.comparing(line -> line.substring(0, line.indexOf('\t'))))
                .toList());
    kit.verifyContract();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void recordsOfAHundredBytesAreSortedByTenOfThem(int reducers) {
    byte[] input = new byte[300 * 100];
    new Random(2).nextBytes(input);
    JobTestKit kit =
        kit().parameter("record.bytes", "100").parameter("key.bytes", "10").input("a", input);

    byte[] output = bytes(kit.reducers(reducers).run());

    List<byte[]> expected = records(input).stream().sorted(Arrays::compareUnsigned).toList();
    assertThat(records(output)).usingElementComparator(Arrays::compare).isEqualTo(expected);
    kit.verifyContract();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1048577", "ten", "", "1.5"})
  void keyBytesOutOfBoundsAreRefused(String value) {
    assertRefused(
        kit().parameter("key.bytes", value), "key.bytes: \"" + value + "\" (expected: 1..1048576)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "second"})
  void keyFieldOutOfBoundsIsRefused(String value) {
    assertRefused(
        kit().parameter("key.field", value), "key.field: \"" + value + "\" (expected: 1..1000000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "67108865", "9999999999", "long"})
  void recordBytesOutOfBoundsAreRefused(String value) {
    assertRefused(
        kit().parameter("record.bytes", value),
        "record.bytes: \"" + value + "\" (expected: 1..67108864)");
  }

  @Test
  void emptySeparatorIsRefused() {
    assertRefused(
        kit().parameter("key.field", "1").parameter("field.separator", ""),
        "field.separator: \"\" (expected: a text)");
  }

  @Test
  void keyOfBytesBesideKeyOfAFieldIsRefused() {
    assertRefused(
        kit().parameter("key.bytes", "1").parameter("key.field", "1"),
        "key.bytes: given beside key.field (expected: one of them)");
  }

  @Test
  void otherParameterIsRefused() {
    assertRefused(
        kit().parameter("reverse", "true"),
        "reverse: unknown parameter (expected: one of key.bytes, key.field, field.separator,"
            + " record.bytes)");
  }

  @Test
  void fileThatEndsWithinARecordIsRefused() {
    JobTestKit kit = kit().parameter("record.bytes", "3").input("a", "abcd");

    assertThatThrownBy(kit::run).hasMessageContaining("4 bytes (expected: a multiple of 3)");
  }

  private static void assertRefused(JobTestKit kit, String message) {
    assertThatThrownBy(kit::run).isInstanceOf(IllegalParametersException.class).hasMessage(message);
  }

  private static byte[] bytes(JobTestResult result) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    result.parts().forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static List<byte[]> records(byte[] bytes) {
    return IntStream.range(0, bytes.length / 100)
        .mapToObj(record -> Arrays.copyOfRange(bytes, record * 100, (record + 1) * 100))
        .toList();
  }

  private static JobTestKit kit() {
    return JobTestKit.of(new Sort());
  }
}
