// What Onward relies on in mongoose, over the real driver and the embedded server (or the one of MONGODB_URI).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';

const uri = `${process.env['ONWARD_TEST_MONGODB_URI'] ?? ''}server_mongoose`;
const connection = mongoose.createConnection(uri);

interface Person {
  email: string;
  name?: string;
  visits: number;
  tags: string[];
  createdAt: Date;
  updatedAt: Date;
}

const personSchema = new mongoose.Schema<Person>(
  {
    email: { type: String, required: true, unique: true },
    name: String,
    visits: { type: Number, default: 0, min: 0 },
    tags: [String],
  },
  { timestamps: true, optimisticConcurrency: true, strict: 'throw' },
);
const people = connection.model('Person', personSchema);

beforeAll(async () => {
  await connection.dropDatabase();
  await people.init();
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

describe('mongoose on the embedded server', () => {
  it('refuses a second document with a unique value, naming the index and the key', async () => {
    await people.create({ email: 'avery@example.org' });
    await expect(people.create({ email: 'avery@example.org' })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { email: 1 },
      keyValue: { email: 'avery@example.org' },
      message:
        'E11000 duplicate key error collection: server_mongoose.people index: email_1 dup key: { email: "avery@example.org" }',
    });
    expect(await people.countDocuments({})).toBe(1);
  });
});
