package dev.unruly.model;

/// Who is told what users do, as it happens. Called on the thread of the loop that plays the user;
/// must be quick and must not throw.
public interface Observer {

    /// A user has begun.
    void visits(Visit visit);

    /// A wish has begun.
    void wishes(Intention intention);

    /// A request is over.
    void requested(Observation observation);

    /// A wish is over.
    void concluded(Conclusion conclusion);
}
