package dev.cobnut.runtime.json;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.WorkerId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the form of each type that occurs in core's records. Ids are short strings: {@code
 * job/s0-m-00017.t3.a1}, {@code node/incarnation}; of attempts in a list see {@link AttemptList}.
 * Used while tables are built, by one thread.
 */
final class Forms {
  private final Map<Type, Form> known = new HashMap<>();

  Forms() {
    known.put(String.class, new Scalar<>(String.class, "a text"));
    known.put(boolean.class, new Scalar<>(Boolean.class, "true or false"));
    known.put(int.class, new Whole(true));
    known.put(long.class, new Whole(false));
    known.put(JobId.class, new Id<>(JobId::value, JobId::new));
    known.put(WorkerId.class, new Id<>(Forms::text, Forms::worker));
    known.put(TaskId.class, new Id<>(TaskId::toString, Forms::task));
    known.put(AttemptId.class, new Id<>(AttemptId::toString, Forms::attempt));
  }

  Form of(Type type) {
    Form form = known.get(type);
    if (form == null) {
      form = build(type);
      known.put(type, form);
    }
    return form;
  }

  private Form build(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Form last = of(arguments[arguments.length - 1]);
      if (generic.getRawType() == Optional.class) {
        return new Maybe(last);
      }
      if (generic.getRawType() == List.class) {
        return arguments[0] == AttemptId.class ? new AttemptList() : new ListOf(last);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new MapOf(last);
      }
    } else if (type == Long.class) {
      return of(long.class);
    } else if (type == Integer.class) {
      return of(int.class);
    } else if (type == Boolean.class) {
      return of(boolean.class);
    } else if (type instanceof Class<?> plain) {
      if (plain.isEnum()) {
        return new Constant(plain);
      }
      if (plain.isRecord()) {
        return RecordShape.of(plain, this);
      }
      if (plain.isSealed()) {
        return Choice.of(plain, this);
      }
    }
    throw new IllegalStateException("no form for " + type);
  }

  /** The map behind a tree; the bus hands over JsonObjects where it copied. */
  static Map<?, ?> object(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map;
    }
    if (tree instanceof JsonObject json) {
      return json.getMap();
    }
    throw RecordJsonException.expected(tree, "an object");
  }

  static List<?> array(Object tree) {
    if (tree instanceof List<?> list) {
      return list;
    }
    if (tree instanceof JsonArray json) {
      return json.getList();
    }
    throw RecordJsonException.expected(tree, "an array");
  }

  private static String text(WorkerId worker) {
    if (worker.incarnation().indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "worker incarnation: \"" + worker.incarnation() + "\" (expected: no /)");
    }
    return worker.node() + "/" + worker.incarnation();
  }

  private static WorkerId worker(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("worker: \"" + text + "\" (expected: node/incarnation)");
    }
    return new WorkerId(text.substring(0, slash), text.substring(slash + 1));
  }

  private static TaskId task(String text) {
    int slash = slash(text);
    return TaskId.parse(new JobId(text.substring(0, slash)), text.substring(slash + 1));
  }

  private static AttemptId attempt(String text) {
    int slash = slash(text);
    return AttemptId.parse(new JobId(text.substring(0, slash)), text.substring(slash + 1));
  }

  private static int slash(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("\"" + text + "\" (expected: job/task)");
    }
    return slash;
  }

  private record Scalar<T>(Class<T> type, String expected) implements Form {
    @Override
    public Object toTree(Object value) {
      return value;
    }

    @Override
    public Object fromTree(Object tree) {
      if (!type.isInstance(tree)) {
        throw RecordJsonException.expected(tree, expected);
      }
      return tree;
    }
  }

  private record Whole(boolean isInt) implements Form {
    @Override
    public Object toTree(Object value) {
      return value;
    }

    @Override
    public Object fromTree(Object tree) {
      if (!(tree instanceof Long) && !(tree instanceof Integer)) {
        throw RecordJsonException.expected(tree, "a whole number");
      }
      long value = ((Number) tree).longValue();
      if (!isInt) {
        return value;
      }
      if (value != (int) value) {
        throw RecordJsonException.expected(tree, "a whole number of 32 bits");
      }
      return (int) value;
    }
  }

  private record Id<T>(
      java.util.function.Function<T, String> writer, java.util.function.Function<String, T> reader)
      implements Form {
    @Override
    @SuppressWarnings("unchecked")
    public Object toTree(Object value) {
      return writer.apply((T) value);
    }

    @Override
    public Object fromTree(Object tree) {
      if (!(tree instanceof String text)) {
        throw RecordJsonException.expected(tree, "an id");
      }
      try {
        return (Object) reader.apply(text);
      } catch (IllegalArgumentException e) {
        throw new RecordJsonException(String.valueOf(e.getMessage()));
      }
    }
  }

  private static final class Constant implements Form {
    private final Map<String, Object> byName = new LinkedHashMap<>();

    Constant(Class<?> type) {
      for (Object constant : type.getEnumConstants()) {
        byName.put(((Enum<?>) constant).name(), constant);
      }
    }

    @Override
    public Object toTree(Object value) {
      return ((Enum<?>) value).name();
    }

    @Override
    public Object fromTree(Object tree) {
      Object value = byName.get(tree);
      if (value == null) {
        throw RecordJsonException.expected(tree, "one of " + byName.keySet());
      }
      return value;
    }
  }

  private record Maybe(Form inner) implements Form {
    @Override
    public Object toTree(Object value) {
      return inner.toTree(((Optional<?>) value).orElseThrow());
    }

    @Override
    public Object fromTree(Object tree) {
      return Optional.of(inner.fromTree(tree));
    }

    @Override
    public boolean isLeftOut(Object value) {
      return ((Optional<?>) value).isEmpty();
    }

    @Override
    public Object absent() {
      return Optional.empty();
    }
  }

  private record ListOf(Form inner) implements Form {
    @Override
    public Object toTree(Object value) {
      List<?> values = (List<?>) value;
      List<Object> tree = new ArrayList<>(values.size());
      for (Object each : values) {
        tree.add(inner.toTree(each));
      }
      return tree;
    }

    @Override
    public Object fromTree(Object tree) {
      List<?> trees = array(tree);
      List<Object> values = new ArrayList<>(trees.size());
      for (Object each : trees) {
        try {
          values.add(inner.fromTree(each));
        } catch (RecordJsonException e) {
          throw e.below("[" + values.size() + "]");
        }
      }
      return values;
    }
  }

  private record MapOf(Form inner) implements Form {
    @Override
    public Object toTree(Object value) {
      Map<String, Object> tree = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((name, each) -> tree.put((String) name, inner.toTree(each)));
      return tree;
    }

    @Override
    public Object fromTree(Object tree) {
      Map<String, Object> values = new LinkedHashMap<>();
      object(tree)
          .forEach(
              (name, each) -> {
                try {
                  values.put((String) name, inner.fromTree(each));
                } catch (RecordJsonException e) {
                  throw e.below((String) name);
                }
              });
      return values;
    }
  }
}
