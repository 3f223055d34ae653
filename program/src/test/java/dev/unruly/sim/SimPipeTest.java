package dev.unruly.sim;

import dev.unruly.world.PipeContract;
import dev.unruly.world.Stage;

final class SimPipeTest extends PipeContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
