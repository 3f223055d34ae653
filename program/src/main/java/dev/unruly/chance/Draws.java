package dev.unruly.chance;

/// One stream of keyed draws: a pure function from (user, intent, purpose, index) to 64 bits.
///
/// Nothing is consumed and nothing is remembered. A draw is the same on one loop or eight, in
/// whatever order, however often it is asked for; a slow answer shifts no later draw. One variate
/// takes one draw, turned into a value by inversion ([Distribution#quantile], [Pick#at]).
///
/// Key schedule, with φ = [Mix#GOLDEN] and `mix` = [Mix#mix]:
///
/// - stream key = mix(seed ⊕ hash(name))
/// - user key = mix(stream key + user·φ)
/// - slot = intent·2²⁴ + purpose·2¹⁶ + index
/// - draw = mix(mix(user key + slot·φ) ⊕ c)
///
/// Any process with numbered parts can stand in for the user: the n-th visitor of a shard is
/// [UserNumber#of], and draws its gap, its cluster and its delays under that number.
///
/// Immutable; any thread may use it. A draw allocates nothing.
public final class Draws {

    /// The largest index of a draw.
    public static final int LAST_INDEX = 0xffff;

    /// The first 64 bits of the fractional part of √2: parts the outer mix from the inner one.
    private static final long SEPARATOR = 0x6a09e667f3bcc908L;

    private static final double TWO_TO_MINUS_52 = 0x1.0p-52;

    private final long streamKey;

    Draws(long streamKey) {
        this.streamKey = streamKey;
    }

    /// 64 bits for this key.
    ///
    /// @param user any 64-bit number, see [UserNumber]
    /// @param intent counts the user's wishes; 0 for what is drawn once per user
    /// @param index the attempt or any other counter below the intent, in [0, [#LAST_INDEX]]
    public long bits(long user, int intent, Purpose purpose, int index) {
        if ((index & LAST_INDEX) != index) {
            throw new IllegalArgumentException(
                    "index must be in [0, " + LAST_INDEX + "], got " + index);
        }
        long userKey = Mix.mix(streamKey + user * Mix.GOLDEN);
        long slot = (intent & 0xffff_ffffL) << 24 | (long) purpose.number() << 16 | index;
        return Mix.mix(Mix.mix(userKey + slot * Mix.GOLDEN) ^ SEPARATOR);
    }

    /// A uniform number for this key, in (0, 1), open at both ends.
    public double uniform(long user, int intent, Purpose purpose, int index) {
        return open(bits(user, intent, purpose, index));
    }

    /// The uniform number that 64 random bits stand for: the middle of one of 2⁵² equal cells, so
    /// never 0 and never 1.
    public static double open(long bits) {
        return ((bits >>> 12) + 0.5) * TWO_TO_MINUS_52;
    }

    /// The whole number in [0, bound) that 64 random bits stand for; no number is more likely than
    /// another by more than one part in 2⁶⁴/bound.
    public static long below(long bound, long bits) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, got " + bound);
        }
        return Math.unsignedMultiplyHigh(bound, bits);
    }
}
