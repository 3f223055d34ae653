package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Settings of Resilience4j.
class Resilience4jFileTest {

    @Test
    void everyKindHasAnInstanceOfTheDependency() {
        Exported exported =
                Everything.of(
                        Export.RESILIENCE4J,
                        Everything.identity(
                                Everything.TIMEOUT,
                                Everything.RETRY,
                                Everything.BREAKER,
                                Everything.BULKHEAD,
                                Everything.RATE));

        assertThat(exported.text())
                .isEqualTo(
                        """
                        resilience4j:
                          circuitbreaker:
                            instances:
                              identity:
                                slidingWindowType: TIME_BASED
                                slidingWindowSize: 10
                                minimumNumberOfCalls: 10
                                failureRateThreshold: 50
                                slowCallRateThreshold: 80
                                slowCallDurationThreshold: "200ms"
                                waitDurationInOpenState: "5000ms"
                                permittedNumberOfCallsInHalfOpenState: 10
                                maxWaitDurationInHalfOpenState: "5000ms"
                          bulkhead:
                            instances:
                              identity:
                                maxConcurrentCalls: 12
                                maxWaitDuration: "20ms"
                          timelimiter:
                            instances:
                              identity:
                                timeoutDuration: "250ms"
                                cancelRunningFuture: true
                          retry:
                            instances:
                              identity:
                                maxAttempts: 3
                                waitDuration: "25ms"
                                enableExponentialBackoff: true
                                exponentialBackoffMultiplier: 2
                                exponentialMaxWaitDuration: "200ms"
                                enableRandomizedWait: true
                                randomizedWaitFactor: 0.99
                          ratelimiter:
                            instances:
                              identity:
                                limitForPeriod: 10
                                limitRefreshPeriod: "250ms"
                                timeoutDuration: "0ms"
                        """);
    }

    @Test
    void aBudgetIsLost() {
        Exported exported =
                Everything.of(Export.RESILIENCE4J, Everything.identity(Everything.BUDGET));

        assertThat(exported.text()).isEmpty();
        assertThat(exported.losses())
                .extracting(Loss::toString)
                .containsExactly(
                        "identity: `budget` is left out: Resilience4j has no budget for"
                                + " repetitions");
    }
}
