package dev.unruly.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A test that mostly waits for processes of its own, and asserts no time tighter than what the
/// machine's noise allows: it runs beside others of its class that are marked so.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Beside.CORES, mode = ResourceAccessMode.READ)
@interface Beside {

    /// What tests share that run beside each other; one that needs all of it locks it.
    String CORES = "cores";
}
