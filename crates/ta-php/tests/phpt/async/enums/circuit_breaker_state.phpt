--TEST--
CircuitBreakerState has three cases and no values
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\CircuitBreakerState;

foreach (CircuitBreakerState::cases() as $case) {
    echo $case->name, ' ', match ($case) {
        CircuitBreakerState::ACTIVE => 'lets through',
        CircuitBreakerState::INACTIVE => 'refuses',
        CircuitBreakerState::RECOVERING => 'probes',
    }, "\n";
}
$enum = new ReflectionEnum(CircuitBreakerState::class);
var_dump($enum->isBacked(), method_exists(CircuitBreakerState::class, 'from'), CircuitBreakerState::ACTIVE instanceof UnitEnum,
    CircuitBreakerState::ACTIVE instanceof BackedEnum, isset(CircuitBreakerState::ACTIVE->value));
?>
--EXPECT--
ACTIVE lets through
INACTIVE refuses
RECOVERING probes
bool(false)
bool(false)
bool(true)
bool(false)
bool(false)
