package io.holdfast.examples;

/** What a customer has ordered; the amount in cents. */
public record Order(String customer, long amount) {}
