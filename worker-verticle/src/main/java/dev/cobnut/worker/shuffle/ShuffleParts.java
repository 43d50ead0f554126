package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.WorkerId;
import io.vertx.core.Vertx;

/**
 * What fetching is built from.
 *
 * @param self map outputs of this worker are read in place
 * @param held the map outputs of this worker
 * @param files where what is fetched goes
 * @param neighbours their map outputs are read in place, too
 */
public record ShuffleParts(
    Vertx vertx,
    WorkerId self,
    HeldOutputs held,
    LocalFiles files,
    ShuffleClient client,
    Neighbours neighbours,
    MasterLine line) {}
