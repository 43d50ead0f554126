package dev.cobnut.master;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.model.Moment;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Event;
import java.util.ArrayList;
import java.util.List;

/** What workers say, as events of the scheduler. */
final class WorkerReports {
  private WorkerReports() {}

  /** The events, in order; none where the message isn't about what the scheduler knows. */
  static List<Event> events(ToMaster message, Moment at) {
    if (message instanceof ToMaster.Hello hello) {
      return hello(hello, at);
    }
    if (message instanceof ToMaster.Heartbeat heartbeat) {
      return heartbeat(heartbeat, at);
    }
    if (message instanceof ToMaster.MapOutputUnreadable unreadable) {
      return List.of(
          new Event.MapOutputUnreadable(
              at, unreadable.worker(), unreadable.map(), unreadable.owner()));
    }
    if (message instanceof ToMaster.MapOutputChecked checked) {
      return List.of(
          new Event.MapOutputChecked(at, checked.worker(), checked.map(), checked.healthy()));
    }
    if (message instanceof ToMaster.Leaving leaving) {
      return List.of(new Event.WorkerLost(at, leaving.worker(), "it ended in order"));
    }
    if (message instanceof ToMaster.WantMapOutputs || message instanceof ToMaster.TermRefused) {
      return List.of();
    }
    throw new IllegalArgumentException("message: " + message + " (expected: a known kind)");
  }

  /** A worker must be met before its outcomes count. */
  private static List<Event> hello(ToMaster.Hello hello, Moment at) {
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.WorkerJoined(at, hello.info(), hello.draining(), hello.running(), hello.held()));
    addOutcomes(events, hello.worker(), hello.outcomes(), at);
    return events;
  }

  /** What has ended isn't missing from what runs. */
  private static List<Event> heartbeat(ToMaster.Heartbeat heartbeat, Moment at) {
    List<Event> events = new ArrayList<>();
    addOutcomes(events, heartbeat.worker(), heartbeat.outcomes(), at);
    events.add(
        new Event.WorkerHeard(at, heartbeat.worker(), heartbeat.draining(), heartbeat.running()));
    return events;
  }

  private static void addOutcomes(
      List<Event> events, WorkerId worker, List<Outcome> outcomes, Moment at) {
    outcomes.forEach(outcome -> events.add(new Event.AttemptEnded(at, worker, outcome)));
  }
}
