package dev.unruly.sim;

import dev.unruly.world.AlarmContract;
import dev.unruly.world.Stage;

final class SimAlarmTest extends AlarmContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
