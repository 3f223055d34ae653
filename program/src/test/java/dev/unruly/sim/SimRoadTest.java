package dev.unruly.sim;

import dev.unruly.world.RoadContract;
import dev.unruly.world.Stage;

final class SimRoadTest extends RoadContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
