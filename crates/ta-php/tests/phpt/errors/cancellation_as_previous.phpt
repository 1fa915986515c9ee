--TEST--
Cancellations chain with exceptions in both directions
--EXTENSIONS--
true_async_server
--FILE--
<?php
try {
    try {
        throw new Async\AsyncCancellation('inner');
    } catch (Cancellation $e) {
        throw new RuntimeException('outer', 0, $e);
    }
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
}
try {
    try {
        throw new RuntimeException('first');
    } finally {
        // An exception thrown while another one is under way takes that one as its previous.
        throw new Async\AsyncCancellation('second');
    }
} catch (Cancellation $e) {
    echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
}
?>
--EXPECT--
outer <- inner
second <- first
