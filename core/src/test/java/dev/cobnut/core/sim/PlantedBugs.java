package dev.cobnut.core.sim;

import dev.cobnut.core.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/** The bugs that the simulator must find. */
final class PlantedBugs {
  private PlantedBugs() {}

  static List<PlantedBug> list() {
    List<PlantedBug> all = new ArrayList<>();
    all.addAll(ofJobs());
    all.addAll(ofTasks());
    all.addAll(ofFailures());
    all.addAll(ofWorkers());
    all.addAll(ofOrder());
    all.addAll(ofShortMaps());
    all.addAll(ofBackups());
    all.addAll(ofMapOutputs());
    all.addAll(ofTakeovers());
    all.addAll(ofJournal());
    return List.copyOf(all);
  }

  private static List<PlantedBug> ofJobs() {
    return List.of(
        PlantedBug.in(
            "a cancel resurrects a job that has ended",
            new Patch(
                "scheduler/JobEvents.java",
                "job != null && !job.isEnded() && job.state() != JobState.PUBLISHING;",
                "job != null && job.state() != JobState.PUBLISHING;"),
            new Patch("scheduler/JobRun.java", "if (!legal.contains(next)) {", "if (false) {")),
        PlantedBug.in(
            "JobEvents",
            "a job that is being published is cancelled",
            "!job.isEnded() && job.state() != JobState.PUBLISHING;",
            "!job.isEnded();"),
        PlantedBug.in(
            "JobEvents",
            "the queue takes one job too many",
            "activeCount() >= jobsMax",
            "activeCount() > jobsMax"),
        PlantedBug.in(
            "JobEvents",
            "two jobs write to one output",
            "if (OutputPaths.overlap(event.spec().output(), other.spec().output())) {",
            "if (event.spec().output().isEmpty()) {"),
        PlantedBug.in(
            "JobEvents",
            "maps that no reduce needs any more stay idle",
            "    run.settleMaps();\n",
            ""),
        PlantedBug.in(
            "JobEvents",
            "a job is accepted before that is saved",
            "    turn.say(job.image());\n    turn.say(new Command.AcceptJob(job.id()));\n",
            "    turn.say(new Command.AcceptJob(job.id()));\n    turn.say(job.image());\n"),
        PlantedBug.in(
            "Views",
            "the counters of sampling count",
            "if (stage.spec().kind() == StageSpec.Kind.MAP_REDUCE) {",
            "if (stage.spec().plan() >= 0) {"));
  }

  private static List<PlantedBug> ofTasks() {
    return List.of(
        PlantedBug.in(
            "a task is completed twice",
            new Patch(
                "scheduler/TaskEvents.java",
                "return table.state(attempt.task().index()) instanceof Completed\n        || table",
                "return table"),
            new Patch(
                "scheduler/TaskTable.java", "if (!legal.contains(next.kind())) {", "if (false) {")),
        PlantedBug.in(
            "TaskTable",
            "the counters of a map that ran again are counted twice",
            "counters.subtract(before.counters());",
            "counters.subtract(new byte[0]);"),
        PlantedBug.in(
            "TaskEvents",
            "an outcome is acknowledged before it is saved",
            "    complete(turn, place, task, done(turn, place, success));",
            "    acknowledge(turn, place.worker(), success.attempt(), false);\n    complete(turn, place, task, done(turn, place, success));"),
        PlantedBug.in(
            "TaskEvents",
            "an outcome that has won is discarded when it is told again",
            "if (job != null && isWinner(job, attempt)) {\n      acknowledge(turn, worker, attempt, false);",
            "if (job != null && isWinner(job, attempt)) {\n      acknowledge(turn, worker, attempt, true);"));
  }

  private static List<PlantedBug> ofFailures() {
    return List.of(
        PlantedBug.in(
            "TaskEvents",
            "a success without the last skip list counts",
            "if (skips.wants(attempt.task().index(), success.mode())) {",
            "if (!success.mode().collecting()) {"),
        PlantedBug.in(
            "BadRecordEvents",
            "a skip list forgets what it had",
            "    known.forEach(record -> byPlace.put(RecordPlace.of(record), record));\n",
            ""),
        PlantedBug.in(
            "BadRecordEvents",
            "more records are skipped than may be",
            "if (all.size() > skippedMax) {",
            "if (all.size() > 1_000) {"),
        PlantedBug.in(
            "a lost map output counts against the reduce",
            new Patch(
                "model/Failure.java",
                "kind != Kind.MAP_OUTPUT_LOST && kind != Kind.STOPPED",
                "kind != Kind.STOPPED")),
        PlantedBug.in(
            "Watch",
            "an attempt that hangs is never ended",
            ">= timeoutMs",
            ">= timeoutMs * 1_000"));
  }

  private static List<PlantedBug> ofWorkers() {
    return List.of(
        PlantedBug.in(
            "Worker",
            "a drained worker is given work",
            "heard && !isDraining() && !excluded",
            "heard && !excluded"),
        PlantedBug.in(
            "Worker",
            "an excluded worker is given work",
            "heard && !isDraining() && !excluded",
            "heard && !isDraining()"),
        PlantedBug.in(
            "WorkerEvents",
            "a worker that is held dead is given orders",
            "forEach(attempt -> dispatch.giveUp(turn, attempt));",
            "forEach(attempt -> dispatch.stop(turn, attempt));"),
        PlantedBug.in(
            "Workers",
            "a silent worker is given work",
            "  void probe(Worker worker, long nowMs) {\n    unrank(worker);\n",
            "  void probe(Worker worker, long nowMs) {\n"),
        PlantedBug.in(
            "WorkerEvents",
            "an attempt that has vanished is never given up",
            "if (turn.nowMs() - attempt.signMs() > books.limits().workers().silenceMs()) {",
            "if (turn.nowMs() - attempt.signMs() > Long.MAX_VALUE - 1) {"),
        PlantedBug.in(
            "WorkerEvents",
            "the life of a worker before this one stays",
            "    others.forEach(life -> remove(turn, life, touched));\n",
            ""));
  }

  private static List<PlantedBug> ofOrder() {
    return List.of(
        PlantedBug.in(
            "JobRun",
            "a job of low priority starves",
            "starves = nowMs - waitsSinceMs > starvationMs;",
            "starves = false;"),
        PlantedBug.in(
            "JobRun",
            "a job holds more slots than it may",
            "return spec.runningMax() == 0 || committed() < spec.runningMax();",
            "return true;"),
        PlantedBug.in(
            "Dispatch", "early reduces never give way", "      giveWay(turn, worker);\n", ""),
        PlantedBug.in(
            "Worker",
            "a worker is given more maps than it has slots",
            "return slots() - places.committed();",
            "return slots() - places.fetching();"),
        PlantedBug.in(
            "Assigner",
            "a job's tasks run on two Java releases",
            "Worker worker = free.freest(job.javaFeature(), any -> true);",
            "Worker worker = free.freest(0, any -> true);"),
        PlantedBug.in(
            "Assigner",
            "the same events give other commands",
            "int index = near >= 0 ? near : table.idle().next(0);",
            "int index = near >= 0 && System.nanoTime() % 2 == 0 ? near : table.idle().next(0);"));
  }

  private static List<PlantedBug> ofShortMaps() {
    return List.of(
        PlantedBug.in(
            "Pace",
            "long maps are ordered ahead of slots",
            "return fitting < 2 ? 0 : (int) fitting;",
            "return 5;"));
  }

  private static List<PlantedBug> ofBackups() {
    return List.of(
        PlantedBug.in(
            "a backup is never stopped",
            new Patch(
                "scheduler/TaskEvents.java",
                "    vain.forEach(one -> turn.say(new Command.StopAttempt(one.worker().id(), one.id())));\n",
                "    if (vain.size() > 9) {\n      return;\n    }\n"),
            new Patch(
                "scheduler/WorkerEvents.java",
                "        turn.say(new Command.StopAttempt(worker.id(), id));\n",
                "")),
        PlantedBug.in(
            "Backups",
            "a backup runs on the node of the straggler",
            "other -> !Dispatch.isSameNode(other, attempt.worker())",
            "other -> true"),
        PlantedBug.in(
            "Backups",
            "a backup has a backup",
            "if (attempts.size() == 1) {",
            "if (!attempts.isEmpty()) {"));
  }

  private static List<PlantedBug> ofMapOutputs() {
    return List.of(
        PlantedBug.in(
            "WorkerEvents",
            "a map that is lost with its worker isn't run again",
            "    loseOutputs(turn, worker, Set.of(), touched);\n    workers.remove(worker);\n",
            "    workers.remove(worker);\n"),
        PlantedBug.in(
            "a damaged map output isn't run again, be it answered or complained of",
            new Patch(
                "scheduler/MapOutputEvents.java",
                "} else if (meant) {",
                "} else if (meant && event.healthy()) {"),
            new Patch(
                "scheduler/Complaint.java",
                "return foundNothing >= MAX - 1;",
                "return foundNothing >= 1_000;")),
        PlantedBug.in(
            "MapOutputEvents",
            "one reporter is proof",
            "if (complaint.isProof()) {",
            "if (!complaint.isProof() || complaint.isProof()) {"),
        PlantedBug.in(
            "a reporter that can't reach a worker raises a storm",
            new Patch(
                "scheduler/Complaint.java",
                "return asking && nowMs - askedMs <= silenceMs;",
                "return false;"),
            new Patch(
                "scheduler/Complaint.java",
                "return foundNothing >= MAX - 1;",
                "return foundNothing >= 1_000;")));
  }

  private static List<PlantedBug> ofTakeovers() {
    return List.of(
        PlantedBug.in(
            "JobEvents",
            "a publication isn't resumed",
            "case PUBLISHING -> turn.say(new Command.Publish(job.id()));",
            "case PUBLISHING -> {}"),
        PlantedBug.in(
            "JobEvents",
            "a job that was accepted isn't planned after a takeover",
            "case QUEUED -> turn.say(new Command.PlanJob(job.id()));",
            "case QUEUED -> {}"),
        PlantedBug.in(
            "Restorer",
            "skip lists are forgotten at a takeover",
            "saved.skips.put(skips.task(), skips);",
            "saved.skips.remove(skips.task());"),
        PlantedBug.in(
            "Restorer",
            "outputs that are lost are forgotten at a takeover",
            "if (saved.lost().isPresent()) {",
            "if (saved.failures() > 9) {"),
        PlantedBug.in(
            "TaskTable",
            "an output that was given up is taken back after a takeover",
            "givenUpMs.ifPresent(wallMs -> noteLost(index, wallMs, true));",
            ""),
        PlantedBug.in(
            "Restorer",
            "a job that has ended is active again after a takeover",
            "if (job != null && job.isEnded()) {",
            "if (job != null && !job.isEnded()) {"));
  }

  private static List<PlantedBug> ofJournal() {
    return List.of(
        PlantedBug.without(
            Rule.TERMS_STAY, "nofence: retention deletes the first segments of terms"),
        PlantedBug.without(
            Rule.SNAPSHOTS_ARE_CHECKED,
            "nocheck: nobody looks at the snapshots after opening a term"),
        PlantedBug.without(
            Rule.NEWEST_SNAPSHOT_COUNTS,
            "samebase: it is enough that the snapshot that was read is still there"),
        PlantedBug.without(
            Rule.PREDECESSOR_IS_NO_PROOF,
            "predecessor: it is enough that the segment before the term is still there"),
        PlantedBug.without(
            Rule.OLD_MAPS_ARE_NO_BASE, "oldmaps: maps stand in that are older than the snapshot"),
        PlantedBug.without(Rule.ENTRIES_ARE_CHECKED, "maps with entries missing or old stand in"),
        PlantedBug.without(
            Rule.UNKNOWN_IS_ASKED_AGAIN, "an unknown answer of the storage is taken for a yes"),
        PlantedBug.without(Rule.SEGMENTS_COME_FIRST, "a master speaks before its segment is there"),
        PlantedBug.without(
            Rule.SEGMENTS_ARE_NEVER_REPLACED,
            "the storage takes a segment of a stale term in the place of another"),
        PlantedBug.without(
            Rule.TAKEN_NUMBER_DEPOSES, "a master goes on though its number is taken"),
        PlantedBug.without(
            Rule.STALE_TERMS_ARE_REFUSED, "a worker obeys a master of a lower term"));
  }
}
