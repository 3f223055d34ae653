package dev.unruly.shop.web;

/// One header field.
public record Header(String name, String value) {}
