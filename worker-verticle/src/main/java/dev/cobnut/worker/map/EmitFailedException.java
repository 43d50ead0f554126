package dev.cobnut.worker.map;

/**
 * What was emitted can't be kept. Thrown through the job's code, which may catch it; so the cause
 * is kept in {@link MapOutput} as well.
 */
final class EmitFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmitFailedException(Throwable cause) {
    super("emit: " + cause.getMessage(), cause);
  }
}
