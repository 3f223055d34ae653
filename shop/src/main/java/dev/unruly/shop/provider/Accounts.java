package dev.unruly.shop.provider;

/// The people who can sign in: `shopper-1` with the password `secret-1`, and so on.
public record Accounts(int count) {
    private static final String USER = "shopper-";
    private static final String PASSWORD = "secret-";

    public Accounts {
        if (count < 1) {
            throw new IllegalArgumentException("accounts must be >= 1, got " + count);
        }
    }

    public String user(int number) {
        return USER + number;
    }

    public String password(int number) {
        return PASSWORD + number;
    }

    boolean admits(String user, String password) {
        if (!user.matches(USER + "[1-9][0-9]{0,8}")) {
            return false;
        }
        int number = Integer.parseInt(user.substring(USER.length()));
        return number <= count && password.equals(password(number));
    }
}
