package io.heliu.identity;

/**
 * An identifier as evidence, without its value.
 *
 * @param kind its kind
 * @param scope the scope in which it is unique
 * @param fingerprint the start of the value's keyed hash: equal values have equal fingerprints
 */
public record Evidence(IdentifierKind kind, String scope, String fingerprint) {}
