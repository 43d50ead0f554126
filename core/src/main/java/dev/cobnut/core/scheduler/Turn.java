package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.WorkerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The handling of one event: when it is, and the commands that it has given so far. */
final class Turn {
  private final Moment at;
  private final List<Command> commands = new ArrayList<>();
  private final Map<Audience, List<MapOutputLocation>> news = new LinkedHashMap<>();

  private record Audience(WorkerId worker, JobId job, int stage) {}

  Turn(Moment at) {
    this.at = at;
  }

  Moment at() {
    return at;
  }

  long nowMs() {
    return at.monotonicMs();
  }

  long wallMs() {
    return at.wallMs();
  }

  void say(Command command) {
    commands.add(command);
  }

  /** Gathers news of map outputs, so that each worker hears once a stage and turn. */
  void announce(WorkerId worker, JobId job, int stage, MapOutputLocation location) {
    news.computeIfAbsent(new Audience(worker, job, stage), audience -> new ArrayList<>())
        .add(location);
  }

  /** Says what was gathered. */
  void sayNews() {
    news.forEach(
        (to, locations) ->
            say(new Command.AnnounceMapOutputs(to.worker(), to.job(), to.stage(), locations)));
    news.clear();
  }

  List<Command> commands() {
    return List.copyOf(commands);
  }
}
