package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every kind of state storage must do. */
abstract class StateStorageContract {
  private static final int RACERS = 8;
  private static final int ROUNDS = 50;

  /** A storage without objects; asked again, another way to the same one. */
  abstract StateStorage storage() throws IOException;

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void objectIsReadAsItWasCreated() throws IOException {
    assertThat(storage().createIfAbsent("a/1", bytes("x"))).isEqualTo(Creation.MINE);

    assertThat(storage().read("a/1")).hasValue(bytes("x"));
  }

  @Test
  void objectIsNeverReplaced() throws IOException {
    storage().createIfAbsent("a/1", bytes("x"));

    assertThat(storage().createIfAbsent("a/1", bytes("y"))).isEqualTo(Creation.ANOTHERS);

    assertThat(storage().read("a/1")).hasValue(bytes("x"));
  }

  @Test
  void creationMayBeRepeated() throws IOException {
    storage().createIfAbsent("a/1", bytes("x"));

    assertThat(storage().createIfAbsent("a/1", bytes("x"))).isEqualTo(Creation.MINE);
  }

  @Test
  void objectsOfAFolderAreListedInOrder() throws IOException {
    for (String name : List.of("a/3", "a/1", "b/4", "a/2", "a2")) {
      storage().createIfAbsent(name, bytes(name));
    }

    assertThat(storage().list("a")).containsExactly("1", "2", "3");
    assertThat(storage().list("c")).isEmpty();
  }

  @Test
  void deletedNameIsFreeForWhoeverKnowsNoBetter() throws IOException {
    storage().createIfAbsent("a/1", bytes("x"));

    storage().delete("a/1");
    storage().delete("a/1");

    assertThat(storage().read("a/1")).isEmpty();
    assertThat(storage().list("a")).isEmpty();
  }

  @Test
  void nameThatLeadsElsewhereIsRefused() {
    for (String name : List.of("../a", "/a", "a//b", "", ".a", "a/.b", "a/")) {
      assertThatThrownBy(() -> storage().createIfAbsent(name, bytes("x")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void emptyAndLargeObjectsAreWhole() throws IOException {
    byte[] large = new byte[5 << 20];
    new java.util.Random(1).nextBytes(large);

    storage().createIfAbsent("a/empty", new byte[0]);
    storage().createIfAbsent("a/large", large);

    assertThat(storage().read("a/empty")).hasValue(new byte[0]);
    assertThat(storage().read("a/large")).hasValue(large);
  }

  @Test
  void oneOfManyRacersWins() throws Exception {
    ExecutorService racers = Executors.newFixedThreadPool(RACERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String name = "race/" + round;
        CyclicBarrier start = new CyclicBarrier(RACERS);
        List<Future<Creation>> ends = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
          byte[] mine = bytes("racer " + racer);
          StateStorage storage = storage();
          ends.add(
              racers.submit(
                  () -> {
                    start.await();
                    return storage.createIfAbsent(name, mine);
                  }));
        }
        List<Creation> all = new ArrayList<>();
        for (Future<Creation> end : ends) {
          all.add(end.get());
        }
        assertThat(all).containsOnlyOnce(Creation.MINE);
        assertThat(all).filteredOn(Creation.ANOTHERS::equals).hasSize(RACERS - 1);
        assertThat(storage().read(name)).hasValue(bytes("racer " + all.indexOf(Creation.MINE)));
      }
    } finally {
      racers.shutdownNow();
    }
  }

  @Test
  void nodesThatSeeTheSameStorageFindTheSameId() throws IOException {
    assertThat(StateFolder.id(storage())).isEqualTo(StateFolder.id(storage()));
  }
}
