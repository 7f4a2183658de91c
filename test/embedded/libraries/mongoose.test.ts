// What Onward relies on in mongoose, over the real driver and the embedded server (or the one of MONGODB_URI).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';

const connection = mongoose.createConnection(`${process.env['ONWARD_TEST_MONGODB_URI'] ?? ''}libraries_mongoose`);

interface Person {
  email: string;
  name?: string;
  visits: number;
  tags: mongoose.Types.Array<string>;
  school?: mongoose.Types.ObjectId;
  createdAt: Date;
  updatedAt: Date;
}
interface School {
  name: string;
}

const schools = connection.model('School', new mongoose.Schema<School>({ name: String }));
const people = connection.model(
  'Person',
  new mongoose.Schema<Person>(
    {
      email: { type: String, required: true, unique: true },
      name: String,
      visits: { type: Number, default: 0, min: 0 },
      tags: [String],
      school: { type: mongoose.Schema.Types.ObjectId, ref: 'School' },
    },
    { timestamps: true, optimisticConcurrency: true, strict: 'throw' },
  ),
);

beforeAll(async () => {
  await connection.dropDatabase();
  await Promise.all([people.init(), schools.init()]);
});
beforeEach(async () => {
  await Promise.all([people.deleteMany({}), schools.deleteMany({})]);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const email = 'avery@example.org';

describe('mongoose', () => {
  it('refuses a second document with a unique value, naming the index and the key', async () => {
    await people.create({ email });
    await expect(people.create({ email })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { email: 1 },
      keyValue: { email },
      message: `E11000 duplicate key error collection: libraries_mongoose.people index: email_1 dup key: { email: "${email}" }`,
    });
    expect(await people.countDocuments({})).toBe(1);
  });

  it('checks before it saves, and keeps what it saved', async () => {
    await expect(people.create({ email, visits: -1 })).rejects.toThrow('visits');
    await expect(people.create({})).rejects.toThrow('email');
    const { _id } = await people.create({ email, tags: ['a'] });
    const stored = await people.findById(_id).lean();
    expect(stored).toEqual({
      _id,
      email,
      visits: 0,
      tags: ['a'],
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
      __v: 0,
    });
  });

  it('notes when a document was made and changed', async () => {
    const made = await people.create({ email });
    const changed = await people.findOneAndUpdate(
      { email },
      { $inc: { visits: 2 }, $push: { tags: 'b' } },
      { returnDocument: 'after' },
    );
    expect(changed).toMatchObject({ visits: 2, tags: ['b'], createdAt: made.createdAt });
    expect(changed?.updatedAt.getTime()).toBeGreaterThanOrEqual(made.updatedAt.getTime());
  });

  it('lets only the first of two savers win', async () => {
    await people.create({ email });
    const [first, second] = [await people.findOne({ email }).orFail(), await people.findOne({ email }).orFail()];
    first.name = 'Avery';
    second.name = 'Not Avery';
    await first.save();
    await expect(second.save()).rejects.toThrow(mongoose.Error.VersionError);
    expect(await people.findOne({ email }).lean()).toMatchObject({ name: 'Avery', __v: 1 });
  });

  it('changes the elements of an array that was loaded', async () => {
    await people.create({ email, tags: ['a', 'b', 'c'] });
    const person = await people.findOne({ email }).orFail();
    person.tags.pull('b');
    person.tags.push('d');
    await person.save();
    expect((await people.findOne({ email }).lean())?.tags).toEqual(['a', 'c', 'd']);
  });

  it('walks a cursor over more than one batch', async () => {
    await people.insertMany(Array.from({ length: 250 }, (_, n) => ({ email: `p${n}@example.org`, visits: n })));
    const visits: number[] = [];
    for await (const person of people
      .find({ visits: { $gte: 10 } })
      .sort({ visits: -1 })
      .batchSize(40)
      .cursor())
      visits.push(person.visits);
    expect(visits).toEqual(Array.from({ length: 240 }, (_, n) => 249 - n));
  });

  it('does a bulk of different writes and says what each did', async () => {
    await people.create({ email, visits: 1 });
    const result = await people.bulkWrite([
      { insertOne: { document: { email: 'b@example.org' } } },
      { updateOne: { filter: { email }, update: { $inc: { visits: 1 } } } },
      { updateOne: { filter: { email: 'c@example.org' }, update: { $set: { visits: 9 } }, upsert: true } },
      { deleteOne: { filter: { email: 'b@example.org' } } },
    ]);
    expect(result).toMatchObject({
      insertedCount: 1,
      matchedCount: 1,
      modifiedCount: 1,
      deletedCount: 1,
      upsertedCount: 1,
    });
    expect(await people.find().sort({ email: 1 }).select({ _id: 0, email: 1, visits: 1 }).lean()).toEqual([
      { email, visits: 2 },
      { email: 'c@example.org', visits: 9 },
    ]);
  });

  it('fills in referred documents, and counts and groups', async () => {
    const school = await schools.create({ name: 'Invented School' });
    await people.create([
      { email: 'a@example.org', school: school._id, visits: 1 },
      { email: 'b@example.org', school: school._id, visits: 2 },
    ]);
    const filled = await people.findOne({ visits: 2 }).populate<{ school: School }>('school').orFail();
    expect(filled.school.name).toBe('Invented School');
    expect(
      await people.aggregate([
        { $match: { visits: { $gte: 1 } } },
        { $group: { _id: '$school', visits: { $sum: '$visits' } } },
        { $lookup: { from: 'schools', localField: '_id', foreignField: '_id', as: 'school' } },
        { $project: { _id: 0, visits: 1, name: { $first: '$school.name' } } },
      ]),
    ).toEqual([{ visits: 3, name: 'Invented School' }]);
    expect([await people.estimatedDocumentCount(), await people.countDocuments({ visits: 2 })]).toEqual([2, 1]);
    expect(await people.distinct('visits')).toEqual([1, 2]);
  });

  it('updates by a pipeline on the database’s own clock', async () => {
    await people.create({ email, visits: 3 });
    const before = Date.now();
    await people.updateOne({ email }, [{ $set: { updatedAt: '$$NOW', visits: { $add: ['$visits', 4] } } }], {
      updatePipeline: true,
      timestamps: false,
    });
    const stored = await people.findOne({ email }).orFail().lean();
    expect(stored.visits).toBe(7);
    expect(stored.updatedAt.getTime()).toBeGreaterThanOrEqual(before - 1_000);
  });
});
