package dev.cobnut.cluster.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of a fault: it takes a {@link FaultRun}, which must have seen the fault fire by the end,
 * and what it saw goes into the table of the docs.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Test
@Timeout(420)
@ExtendWith(FaultRecorder.class)
@interface Fault {
  /** The row of the {@link Matrix}. */
  int row();

  /** What of the row it is, where the row has several tests. */
  String part() default "";
}
