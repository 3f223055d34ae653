package dev.unruly.model;

/// The backend's edge.
///
/// @param at where it is
/// @param tls whether it speaks TLS
/// @param basePath put before every path; empty or beginning with `/`, never ending with it
public record Target(HostPort at, boolean tls, String basePath) {

    public Target {
        if (!basePath.isEmpty() && (!basePath.startsWith("/") || basePath.endsWith("/"))) {
            throw new IllegalArgumentException("not a base path: " + basePath);
        }
    }

    /// As an absolute URL without a trailing slash.
    public String url() {
        return (tls ? "https://" : "http://") + at + basePath;
    }
}
