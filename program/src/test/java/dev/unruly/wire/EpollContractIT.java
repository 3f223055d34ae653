package dev.unruly.wire;

import dev.unruly.world.AlarmContract;
import dev.unruly.world.BodyContract;
import dev.unruly.world.EndingContract;
import dev.unruly.world.ExchangeContract;
import dev.unruly.world.PipeContract;
import dev.unruly.world.PressureContract;
import dev.unruly.world.RoadContract;
import dev.unruly.world.Stage;
import org.junit.jupiter.api.Nested;

/// What every world promises, kept over the sockets of Linux.
final class EpollContractIT {

    private static Stage real() {
        return new WireStage(Transport.EPOLL);
    }

    @Nested
    final class Alarms extends AlarmContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }

    @Nested
    final class Exchanges extends ExchangeContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }

    @Nested
    final class Endings extends EndingContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }

    @Nested
    final class Bodies extends BodyContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }

    @Nested
    final class Pressure extends PressureContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }

    @Nested
    final class Pipes extends PipeContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }

    @Nested
    final class Roads extends RoadContract {
        @Override
        protected Stage stage() {
            return real();
        }
    }
}
