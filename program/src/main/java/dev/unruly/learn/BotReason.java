package dev.unruly.learn;

/// Why somebody is no person; the first that holds is said.
public enum BotReason {
    DECLARED("their agent says so"),
    ROBOTS("they read robots.txt"),
    SCANNING("they looked for well-known holes"),
    REGULAR("their gaps are as regular as a clock"),
    RATE("they read more pages in a minute than a person can"),
    BREADTH("they saw more different pages in a day than a person does"),
    SLEEPLESS("they came at all hours of a day and never fetched what a page needs"),
    ERRORS("nearly all that they asked for was not there"),
    BARE("they never fetched what a page needs, where nearly all others do");

    private final String words;

    BotReason(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
