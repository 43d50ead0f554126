package dev.cobnut.cluster.fault;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives a {@link Fault} its {@link FaultRun}; afterwards demands that the fault fired, that all
 * processes are gone, and writes down what was seen.
 */
final class FaultRecorder implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(FaultRecorder.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType().equals(FaultRun.class);
  }

  @Override
  public FaultRun resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    try {
      Path work = Files.createDirectories(folder().resolve("work").toAbsolutePath());
      FaultRun run = new FaultRun(Files.createTempDirectory(work, "run-"));
      extension.getStore(NAMESPACE).put("run", run);
      return run;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext extension) throws Exception {
    FaultRun run = extension.getStore(NAMESPACE).get("run", FaultRun.class);
    Method test = extension.getRequiredTestMethod();
    Fault fault = test.getAnnotation(Fault.class);
    Throwable failure = extension.getExecutionException().orElse(null);
    AssertionError afterwards = null;
    try {
      run.end(failure == null);
    } catch (AssertionError e) {
      afterwards = e;
    }
    boolean isSkipped = failure instanceof TestAbortedException;
    String outcome =
        isSkipped ? "skipped" : failure == null && afterwards == null ? "passed" : "failed";
    Throwable problem = failure == null ? afterwards : failure;
    String seen = problem == null ? run.seen() : String.valueOf(problem.getMessage());
    String name = extension.getRequiredTestClass().getSimpleName() + "." + test.getName();
    Outcomes.write(new Outcomes.Outcome(fault.row(), fault.part(), name, outcome, seen));
    if (failure == null && afterwards != null) {
      throw afterwards;
    }
  }

  /** Where outcomes are kept between the tests and the table. */
  static Path folder() {
    return Path.of("target", "faults");
  }
}
