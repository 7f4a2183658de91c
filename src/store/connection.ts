// How does the application reach its database?
// One mongoose connection per process, shared by the job runner and the session store. Writes that matter are
// acknowledged by the majority and from the journal (reliability, decision (c)); unknown fields and filters throw (decision R24).
import mongoose, { type Connection } from 'mongoose';

/** Opens the database that the connection string names. Rejects when it does not answer within 10 s. */
export async function connect(uri: string, databaseName: string): Promise<Connection> {
  mongoose.set('strictQuery', 'throw');
  return mongoose
    .createConnection(uri, {
      dbName: databaseName,
      w: 'majority',
      journal: true,
      retryWrites: false, // a standalone server offers none, and every write is safe to repeat by itself (F2)
      serverSelectionTimeoutMS: 10_000,
      socketTimeoutMS: 60_000, // requirement F1
      waitQueueTimeoutMS: 5_000,
      maxPoolSize: 20,
      autoIndex: false, // the store makes its indexes once, at start
      autoCreate: false,
    })
    .asPromise();
}

/** The database's own clock. */
export async function databaseTime(connection: Connection): Promise<Date> {
  const hello = (await connection.db?.command({ hello: 1 })) as { localTime?: Date } | undefined;
  if (hello?.localTime === undefined) throw new Error('The database does not tell the time.');
  return hello.localTime;
}
