package dev.cobnut.master.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobFolderTest {
  private static final JobId JOB = new JobId("job");

  @TempDir Path folder;
  private PluginRegistry plugins;
  private PluginRef plugin;

  @BeforeEach
  void install() throws IOException {
    plugins =
        new PluginRegistry(
            folder.resolve("plugins"),
            folder.resolve("cache"),
            MapReduceJob.class.getClassLoader());
    Path jar = Files.writeString(folder.resolve("some.jar"), "jar");
    String sha256 = HexFormat.of().formatHex(JobFolder.sha256().digest(Files.readAllBytes(jar)));
    plugins.install(jar, sha256);
    plugin = new PluginRef("some", "1", sha256);
  }

  private JobSpec spec() {
    return new JobSpec(
        "job",
        plugin,
        List.of("/in"),
        folder.resolve("out").toString(),
        1,
        1 << 20,
        Map.of(),
        0,
        0,
        false,
        false,
        Optional.empty());
  }

  private JobFolder jobFolder(long term) throws IOException {
    return new JobFolder(OutputFolder.of(folder.resolve("out").toString()), JOB, term);
  }

  @Test
  void preparingPutsNonceAndPluginThere() throws IOException {
    jobFolder(1).prepare(spec(), plugins.jar(plugin.sha256()));

    assertThat(folder.resolve("out/_cobnut/job/plugin.jar")).hasContent("jar");
    assertThat(OutputFolder.of(folder.resolve("out").toString()).sees(JOB, JobFolder.nonce(JOB)))
        .isTrue();
  }

  @Test
  void preparingMayBeRepeatedByAMasterThatHasNoCopyOfThePlugin() throws IOException {
    jobFolder(1).prepare(spec(), plugins.jar(plugin.sha256()));

    jobFolder(2).prepare(spec(), folder.resolve("none.jar"));

    assertThat(folder.resolve("out/_cobnut/job/plugin.jar")).hasContent("jar");
  }

  @Test
  void damagedCopyOfThePluginIsNotPassedOn() throws IOException {
    Files.writeString(plugins.jar(plugin.sha256()), "rotten");

    assertThatThrownBy(() -> jobFolder(1).prepare(spec(), plugins.jar(plugin.sha256())))
        .hasMessageContaining("expected: " + plugin.sha256());
    assertThat(folder.resolve("out/_cobnut/job/plugin.jar")).doesNotExist();
  }

  @Test
  void fileThatIsThereStandsForItsContent() throws IOException {
    jobFolder(1).prepare(spec(), plugins.jar(plugin.sha256()));
    jobFolder(1).addUnforced(Map.of("name", out -> out.write(1)));
    jobFolder(2).addUnforced(Map.of("name", out -> out.write(2)));

    assertThat(Files.readAllBytes(jobFolder(1).path("name"))).containsExactly(1);
  }

  @Test
  void fileThatCannotBeWrittenLeavesNoDraft() throws IOException {
    jobFolder(1).prepare(spec(), plugins.jar(plugin.sha256()));

    assertThatThrownBy(
            () ->
                jobFolder(1)
                    .addUnforced(
                        Map.of(
                            "name",
                            out -> {
                              out.write(1);
                              throw new IOException("disk full");
                            })))
        .hasMessage("disk full");
    assertThat(folder.resolve("out/_cobnut/job"))
        .isDirectoryNotContaining(file -> file.toString().contains("name"));
  }
}
