package dev.unruly.sim;

import dev.unruly.world.EndingContract;
import dev.unruly.world.Stage;

final class SimEndingTest extends EndingContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
