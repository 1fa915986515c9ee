--TEST--
catch (Exception) and catch (Error) do not see a cancellation, catch (Throwable) does
--EXTENSIONS--
true_async_server
--FILE--
<?php
foreach ([Cancellation::class, Async\AsyncCancellation::class, Async\OperationCanceledException::class, TrueAsync\HttpException::class] as $class) {
    try {
        try {
            throw new $class('stop', 7);
        } catch (Exception $e) {
            echo "caught as Exception\n";
        } catch (Error $e) {
            echo "caught as Error\n";
        } finally {
            echo 'finally, ';
        }
    } catch (Throwable $e) {
        echo get_class($e), ' as Throwable: ', $e->getMessage(), ' ', $e->getCode(), "\n";
    }
}
var_dump(new Cancellation() instanceof Exception, new Cancellation() instanceof Error, new Cancellation() instanceof Throwable);
?>
--EXPECT--
finally, Cancellation as Throwable: stop 7
finally, Async\AsyncCancellation as Throwable: stop 7
finally, Async\OperationCanceledException as Throwable: stop 7
finally, TrueAsync\HttpException as Throwable: stop 7
bool(false)
bool(false)
bool(true)
