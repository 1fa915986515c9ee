--TEST--
Subclasses of \Cancellation and HttpException use and redeclare the inherited properties
--EXTENSIONS--
true_async_server
--FILE--
<?php
class NotFound extends TrueAsync\HttpException
{
    protected $code = 404;
    protected $message = 'nothing here';

    public function gone(): static
    {
        $this->code = 410;
        return $this;
    }
}

class Stopped extends \Cancellation
{
    public function __construct(string $why)
    {
        $this->message = "stopped: $why";
        $this->code = 7;
    }
}

$error = new NotFound();
var_dump($error->getCode(), $error->getMessage(), $error->gone()->getCode());
try {
    try {
        throw new Stopped('test');
    } catch (\Exception | \Error $error) {
        echo "caught by the wrong root\n";
    }
} catch (\Throwable $error) {
    var_dump($error->getMessage(), $error->getCode(), basename($error->getFile()) === basename(__FILE__));
}
try {
    $error->code;
} catch (\Error $refused) {
    echo $refused->getMessage(), "\n";
}
?>
--EXPECT--
int(404)
string(12) "nothing here"
int(410)
string(13) "stopped: test"
int(7)
bool(true)
Cannot access protected property Stopped::$code
