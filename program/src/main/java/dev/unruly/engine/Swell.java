package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import java.util.List;

/// One shard's part of a [Arrival.Wave]: the sum of 1,024 independent Poisson processes of
/// rate(t)/1,024 is the Poisson process of rate(t).
///
/// Drawn by inversion: if E₁ < E₂ < … are the points of a Poisson process of rate 1 then Λ⁻¹(Eᵢ)
/// are those of the one with Λ(t) = ∫₀ᵗ rate (Çinlar, "Introduction to Stochastic Processes", 1975,
/// section 4.7).
final class Swell implements Stream {

    private final Origin process;
    private final List<Arrival.Stretch> stretches;
    private final int shard;

    private double due;
    private long n;
    private int at;
    private double dueBefore;
    private double began;
    private double seconds;
    private long user;

    Swell(Origin process, Arrival.Wave wave, int shard) {
        this.process = process;
        this.stretches = wave.stretches();
        this.shard = shard;
    }

    @Override
    public boolean next() {
        long candidate = Way.ONWARDS.user(process.index(), shard, n++);
        Draws draws = process.draws();
        due -= UserNumber.SHARDS * StrictMath.log(draws.uniform(candidate, 0, Purpose.GAP, 0));
        while (at < stretches.size() && due >= dueBefore + stretches.get(at).users()) {
            dueBefore += stretches.get(at).users();
            began += stretches.get(at).forNanos() / 1e9;
            at++;
        }
        if (at == stretches.size()) {
            return false;
        }
        seconds = began + Times.within(stretches.get(at), due - dueBefore);
        user = candidate;
        return true;
    }

    @Override
    public long atNanos() {
        return process.offsetNanos() + Math.round(seconds * 1e9);
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public int region() {
        return -1;
    }
}
