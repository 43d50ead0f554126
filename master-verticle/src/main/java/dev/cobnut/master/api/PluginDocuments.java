package dev.cobnut.master.api;

import dev.cobnut.job.JobParameter;
import dev.cobnut.runtime.plugin.JobDescriptor;
import dev.cobnut.runtime.plugin.PluginInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The document that readers see of the plugins. */
final class PluginDocuments {
  private PluginDocuments() {}

  static JsonObject list(List<PluginInfo> plugins) {
    JsonArray items = new JsonArray();
    plugins.forEach(plugin -> items.add(plugin(plugin)));
    return new JsonObject().put("items", items).putNull("next");
  }

  private static JsonObject plugin(PluginInfo plugin) {
    JsonArray jobs = new JsonArray();
    plugin.jobs().forEach(job -> jobs.add(job(job)));
    return new JsonObject()
        .put("name", plugin.fileName().replaceFirst("\\.jar$", ""))
        .put("file", plugin.fileName())
        .put("version", plugin.plugin().map(jar -> jar.version()).orElse(null))
        .put("sha256", plugin.plugin().map(jar -> jar.sha256()).orElse(null))
        .put("jobs", jobs)
        .put("error", plugin.problem().orElse(null));
  }

  private static JsonObject job(JobDescriptor job) {
    JsonArray parameters = new JsonArray();
    job.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    return new JsonObject()
        .put("name", job.name())
        .put("description", job.description())
        .put("parameters", parameters);
  }

  private static JsonObject parameter(JobParameter parameter) {
    JsonObject json =
        new JsonObject()
            .put("name", parameter.name())
            .put("type", parameter.type().name().toLowerCase(Locale.ROOT))
            .put("required", parameter.required())
            .put("default", parameter.defaultValue().orElse(null))
            .put("description", parameter.description());
    if (parameter.type() == JobParameter.Type.INTEGER) {
      json.put("min", parameter.min()).put("max", parameter.max());
    }
    if (!parameter.choices().isEmpty()) {
      json.put("oneOf", new JsonArray(parameter.choices()));
    }
    parameter.excludes().ifPresent(other -> json.put("exclusiveWith", other));
    return json;
  }
}
