package dev.unruly.sim;

import dev.unruly.world.PressureContract;
import dev.unruly.world.Stage;

final class SimPressureTest extends PressureContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
