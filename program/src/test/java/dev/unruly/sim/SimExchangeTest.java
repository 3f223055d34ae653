package dev.unruly.sim;

import dev.unruly.world.ExchangeContract;
import dev.unruly.world.Stage;

final class SimExchangeTest extends ExchangeContract {

    @Override
    protected Stage stage() {
        return new SimStage();
    }
}
