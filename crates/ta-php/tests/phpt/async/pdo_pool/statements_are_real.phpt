--TEST--
PDO pool: statements are PDO's own, with every fetch mode, class and kind of binding
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

class Row
{
    public $id, $v;

    public function __construct(public string $made = 'nothing')
    {
    }
}

class Statement extends PDOStatement
{
    protected function __construct(private string $note)
    {
    }

    public function note(): string
    {
        return "$this->note: $this->queryString";
    }
}

$pdo = pooled();
$pdo->exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
$insert = $pdo->prepare(query: 'INSERT INTO t (v) VALUES (:v)');
$insert->bindParam('v', $value);
foreach (['one', 'two'] as $value) {
    $insert->execute();
}
var_dump($pdo->query('SELECT * FROM t', PDO::FETCH_CLASS, Row::class, ['query'])->fetch());
$statement = $pdo->query('SELECT * FROM t');
$statement->setFetchMode(PDO::FETCH_INTO, $row = new Row('into'));
var_dump($statement->fetch() === $row, $row->v);
foreach ($pdo->query('SELECT id, v FROM t', PDO::FETCH_NUM) as [$id, $v]) {
    echo "$id $v\n";
}
var_dump($pdo->query('SELECT v, id FROM t')->fetchAll(PDO::FETCH_KEY_PAIR));
$pdo->setAttribute(PDO::ATTR_STATEMENT_CLASS, [Statement::class, ['by attribute']]);
echo $pdo->query('SELECT 1')->note(), "\n";
echo $pdo->prepare('SELECT 2', [PDO::ATTR_STATEMENT_CLASS => [Statement::class, ['by option']]])->note(), "\n";
var_dump($pdo->quote("it's"), $pdo->query('SELECT 1') instanceof Statement);
try {
    $pdo->query();
} catch (ArgumentCountError $error) {
    echo $error->getMessage(), "\n";
}
try {
    $pdo->exec('');
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
object(Row)#%d (3) {
  ["id"]=>
  int(1)
  ["v"]=>
  string(3) "one"
  ["made"]=>
  string(5) "query"
}
bool(true)
string(3) "one"
1 one
2 two
array(2) {
  ["one"]=>
  int(1)
  ["two"]=>
  int(2)
}
by attribute: SELECT 1
by option: SELECT 2
string(7) "'it''s'"
bool(true)
PDO::query() expects at least 1 argument, 0 given
PDO::exec(): Argument #1 ($statement) %s
