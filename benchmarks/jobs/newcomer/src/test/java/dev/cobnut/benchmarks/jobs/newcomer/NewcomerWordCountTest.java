package dev.cobnut.benchmarks.jobs.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.JobTestKit;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class NewcomerWordCountTest {
  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("newcomer-wordcount");
  }

  @Test
  void wordsAreCounted() {
    JobTestKit kit =
        JobTestKit.of(new NewcomerWordCount()).input("a.txt", "  to be or not\n\nto be\r\n");

    assertThat(kit.run().text()).isEqualTo("be\t2\nnot\t1\nor\t1\nto\t2\n");
    kit.verifyContract();
  }
}
