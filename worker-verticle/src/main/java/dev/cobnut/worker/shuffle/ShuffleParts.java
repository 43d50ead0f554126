package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.WorkerId;
import io.vertx.core.Vertx;

/**
 * What fetching is built from.
 *
 * @param self map outputs of this worker are read in place
 * @param held the map outputs of this worker
 * @param files where what is fetched goes
 */
public record ShuffleParts(
    Vertx vertx,
    WorkerId self,
    HeldOutputs held,
    LocalFiles files,
    ShuffleClient client,
    MasterLine line) {}
