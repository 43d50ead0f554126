package dev.cobnut.core.model;

/**
 * A client's key for a submission.
 *
 * @param key as sent
 * @param requestSha256 of the request's canonical form: the same key with another digest is refused
 */
public record IdempotencyKey(String key, String requestSha256) {}
