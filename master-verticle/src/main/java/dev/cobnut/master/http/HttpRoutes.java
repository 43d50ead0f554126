package dev.cobnut.master.http;

import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.master.api.MasterCalls;
import dev.cobnut.master.api.MasterWatch;
import dev.cobnut.master.api.Operation;
import dev.cobnut.master.api.Problem;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.config.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every URL of the HTTP API, and what is there. Confined to the context of the HTTP server. */
final class HttpRoutes {
  static final int BODY_BYTES_MAX = 1 << 20;

  private static final String JOBS = "/api/v1/jobs";

  /** Fields of requests that aren't texts. */
  private static final Set<String> NUMBERS = Set.of("limit", "waitMs");

  private final Vertx vertx;
  private final Membership membership;
  private final MasterWatch watch;
  private final MasterCalls master;
  private final Router router;
  private final Map<String, List<String>> methodsByPath = new LinkedHashMap<>();

  HttpRoutes(Vertx vertx, Membership membership, MasterWatch watch, MasterCalls master) {
    this.vertx = vertx;
    this.membership = membership;
    this.watch = watch;
    this.master = master;
    this.router = Router.router(vertx);
  }

  Router router() {
    router.route().failureHandler(HttpProblems::answer).handler(HttpRoutes::putHeaders);
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
    on(HttpMethod.POST, JOBS, this::submit);
    on(HttpMethod.GET, JOBS, context -> read(context, Operation.LIST));
    on(HttpMethod.GET, JOBS + "/:id", context -> read(context, Operation.GET));
    on(HttpMethod.DELETE, JOBS + "/:id", this::cancel);
    on(HttpMethod.GET, JOBS + "/:id/tasks", context -> read(context, Operation.TASKS));
    on(HttpMethod.GET, JOBS + "/:id/output", context -> read(context, Operation.OUTPUT));
    on(HttpMethod.GET, JOBS + "/:id/events", this::events);
    on(HttpMethod.GET, "/api/v1/plugins", context -> read(context, Operation.PLUGINS));
    on(HttpMethod.GET, "/api/v1/workers", context -> read(context, Operation.WORKERS));
    on(HttpMethod.POST, "/api/v1/workers/:id/drain", this::drain);
    on(HttpMethod.GET, "/api/v1/cluster", this::cluster);
    on(HttpMethod.GET, "/health/live", HttpRoutes::live);
    on(HttpMethod.GET, "/health/ready", this::ready);
    methodsByPath.forEach(this::refuseOtherMethods);
    router.route().handler(context -> context.fail(404));
    for (int status : new int[] {400, 404, 405, 413, 500}) {
      router.errorHandler(status, HttpProblems::answer);
    }
    return router;
  }

  private void on(HttpMethod method, String path, Handler<RoutingContext> handler) {
    Route route = router.route(method, path);
    List<String> methods = methodsByPath.computeIfAbsent(path, each -> new ArrayList<>());
    methods.add(method.name());
    if (method.equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
      methods.add(HttpMethod.HEAD.name());
    }
    route.handler(handler);
  }

  private void refuseOtherMethods(String path, List<String> methods) {
    String allowed = String.join(", ", methods);
    router
        .route(path)
        .handler(
            context -> {
              context.response().putHeader("Allow", allowed);
              String method = context.request().method().name();
              throw Problem.of(
                      405,
                      "method-not-allowed",
                      "Method not allowed",
                      "method: " + method + " (expected: one of " + allowed + ")")
                  .toException();
            });
  }

  private static void putHeaders(RoutingContext context) {
    context
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("X-Content-Type-Options", "nosniff");
    context.next();
  }

  private void submit(RoutingContext context) {
    requireKnownQuery(context, List.of());
    JsonObject request = Operation.SUBMIT.request().put("request", JsonBody.of(context));
    String key = context.request().getHeader("Idempotency-Key");
    if (key != null) {
      request.put("idempotencyKey", key);
    }
    master
        .call(request)
        .onSuccess(
            job -> {
              context.response().putHeader("Location", JOBS + "/" + job.getString("id"));
              send(context, 202, job);
            })
        .onFailure(context::fail);
  }

  private void cancel(RoutingContext context) {
    requireKnownQuery(context, List.of());
    JsonObject request = Operation.CANCEL.request().put("id", context.pathParam("id"));
    answer(context, 202, master.call(request));
  }

  /** What the operation reads; its other fields come from the query. */
  private void read(RoutingContext context, Operation operation) {
    List<String> known = operation.fields().stream().filter(field -> !field.equals("id")).toList();
    requireKnownQuery(context, known);
    JsonObject request = operation.request();
    for (String name : known) {
      String value = context.queryParams().get(name);
      if (value != null) {
        request.put(name, NUMBERS.contains(name) ? number(name, value) : value);
      }
    }
    if (operation.fields().contains("id")) {
      request.put("id", context.pathParam("id"));
    }
    answer(context, 200, master.call(request));
  }

  private static int number(String name, String text) {
    if (!text.matches("\\d{1,9}")) {
      throw Problem.illTyped(name, "\"" + text + "\"", "a whole number").toException();
    }
    return Integer.parseInt(text);
  }

  private void events(RoutingContext context) {
    requireKnownQuery(context, List.of());
    String lastId = context.request().getHeader("Last-Event-ID");
    master
        .call(Operation.GET.request().put("id", context.pathParam("id")))
        .onSuccess(job -> stream(context, job, lastId))
        .onFailure(context::fail);
  }

  private void stream(RoutingContext context, JsonObject job, @Nullable String lastId) {
    if (context.request().method().equals(HttpMethod.HEAD)) {
      context.response().putHeader("Content-Type", "text/event-stream").end();
    } else {
      new JobEventStream(vertx, master, context.response(), job, lastId).begin();
    }
  }

  private void drain(RoutingContext context) {
    requireKnownQuery(context, List.of());
    answer(
        context,
        202,
        master.call(Operation.DRAIN.request().put("worker", context.pathParam("id"))));
  }

  private void cluster(RoutingContext context) {
    requireKnownQuery(context, List.of());
    JsonArray members = new JsonArray();
    membership
        .members()
        .forEach(
            member -> {
              JsonArray roles = new JsonArray();
              member.roles().forEach(role -> roles.add(name(role)));
              members.add(new JsonObject().put("node", member.node()).put("roles", roles));
            });
    JsonObject told =
        new JsonObject()
            .put("master", watch.acting().map(HttpRoutes::master).orElse(null))
            .put("members", members);
    journal().onSuccess(journal -> send(context, 200, told.put("journal", journal)));
  }

  /** How far the journal has come; null where no master tells. */
  private Future<@Nullable JsonObject> journal() {
    return watch.acting().isEmpty()
        ? Future.succeededFuture()
        : master.call(Operation.JOURNAL.request()).otherwiseEmpty();
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject master(MasterActs acts) {
    return new JsonObject().put("node", acts.masterNode()).put("term", acts.term());
  }

  private static void live(RoutingContext context) {
    send(context, 200, new JsonObject().put("status", "UP"));
  }

  private void ready(RoutingContext context) {
    Optional<MasterActs> acting = watch.acting();
    if (acting.isEmpty()) {
      context.fail(Problem.noMaster("no master acts (expected: one, soon)").toException());
    } else {
      send(context, 200, new JsonObject().put("status", "UP").put("master", master(acting.get())));
    }
  }

  private static void requireKnownQuery(RoutingContext context, List<String> known) {
    for (String name : context.queryParams().names()) {
      if (!known.contains(name)) {
        throw Problem.unknownField(name, known.isEmpty() ? List.of("none") : known).toException();
      }
    }
  }

  private static void answer(RoutingContext context, int status, Future<JsonObject> answer) {
    answer.onSuccess(document -> send(context, status, document)).onFailure(context::fail);
  }

  private static void send(RoutingContext context, int status, JsonObject document) {
    HttpProblems.send(
        context.request(), status, "application/json", Buffer.buffer(document.encode() + "\n"));
  }
}
