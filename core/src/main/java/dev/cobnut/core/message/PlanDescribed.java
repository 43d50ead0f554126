package dev.cobnut.core.message;

import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.StageSpec;
import java.util.List;
import java.util.Optional;

/** The stages of a job's plan, or why the job's code gave none. */
public record PlanDescribed(List<StageSpec> stages, Optional<Failure> failure) {
  public PlanDescribed {
    stages = List.copyOf(stages);
  }
}
