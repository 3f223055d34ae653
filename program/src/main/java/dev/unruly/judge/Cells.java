package dev.unruly.judge;

import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Roster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All [Cell]s of a run, by endpoint, persona, region and part.
final class Cells {

    private static final List<Part> PARTS = List.of(Part.values());

    private final Roster roster;
    private final @Nullable Cell[] cells;

    Cells(Roster roster) {
        this.roster = roster;
        this.cells =
                new @Nullable
                        Cell
                        [roster.endpoints().size()
                                * roster.personas().size()
                                * roster.regions().size()
                                * PARTS.size()];
    }

    Cell at(int endpoint, int persona, int region, Part part) {
        int index =
                ((endpoint * roster.personas().size() + persona) * roster.regions().size() + region)
                                * PARTS.size()
                        + PARTS.indexOf(part);
        Cell cell = cells[index];
        if (cell == null) {
            cell = new Cell();
            cells[index] = cell;
        }
        return cell;
    }

    /// The sum over all cells that a selector and a scope take in.
    Cell sum(Selector of, Scope scope) {
        var sum = new Cell();
        for (int i = 0; i < cells.length; i++) {
            Cell cell = cells[i];
            if (cell != null && takenIn(i, of, scope)) {
                sum.add(cell);
            }
        }
        return sum;
    }

    private boolean takenIn(int index, Selector of, Scope scope) {
        int parts = PARTS.size();
        int rest = index / parts;
        int regions = roster.regions().size();
        int personas = roster.personas().size();
        return PARTS.get(index % parts).within(scope)
                && named(of.region(), roster.regions(), rest % regions)
                && named(of.persona(), roster.personas(), rest / regions % personas)
                && named(of.endpoint(), roster.endpoints(), rest / regions / personas);
    }

    private static boolean named(String wanted, List<String> names, int index) {
        return wanted.isEmpty() || wanted.equals(names.get(index));
    }
}
