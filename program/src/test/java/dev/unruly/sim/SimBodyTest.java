package dev.unruly.sim;

import dev.unruly.world.BodyContract;
import dev.unruly.world.Stage;

final class SimBodyTest extends BodyContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
