use rten::{Model, RunOptions, ThreadPool, Value};
use rten_tensor::NdTensor;
use std::sync::Arc;
use std::time::Instant;
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}
fn main() {
    static W: &[u8] = include_bytes!("../../../models/english/model.onnx");
    let t = Instant::now();
    let m = if std::env::args().nth(1).as_deref() == Some("prepack") { let mut o = rten::ModelOptions::with_all_ops(); o.prepack_weights(true); o.load_static_slice(W).unwrap() } else { Model::load_static_slice(W).unwrap() };
    println!("load {:?}", t.elapsed());
    let pool = Arc::new(ThreadPool::with_num_threads(1));
    let ins = ["input_ids", "shape_ids", "attention_mask", "first_piece", "last_piece"].map(|n| m.find_node(n).unwrap());
    let outs = ["tags", "arcs", "relations", "names"].map(|n| m.find_node(n).unwrap());
    for (b, p, n) in [(1usize, 27usize, 200usize), (8, 27, 25), (32, 27, 7), (1, 27, 200), (32, 27, 7), (1, 60, 100), (8, 60, 12)] {
        let w = p - 2;
        let (c, t) = (cpu(), Instant::now());
        for k in 0..n {
            let mk = |f: &dyn Fn(usize) -> i32, l: usize| Value::from(NdTensor::from_data([b, l], (0..b * l).map(|i| f(i)).collect::<Vec<i32>>()));
            let vals = [mk(&|i| 1000 + ((i * 7919 + k * 31) % 20000) as i32, p), mk(&|i| (i % 3) as i32, p), mk(&|_| 1, p), mk(&|i| (i % w) as i32 + 1, w), mk(&|i| (i % w) as i32 + 1, w)];
            let inputs = ins.iter().copied().zip(vals).map(|(a, v)| (a, v.into())).collect();
            let _ = m.run_n(inputs, outs, Some(RunOptions::default().with_thread_pool(Some(pool.clone())).with_timing(false))).unwrap();
        }
        println!("batch {b} pieces {p}: {:.0} sentences per wall second, {:.0} per cpu second", (b * n) as f64 / t.elapsed().as_secs_f64(), (b * n) as f64 / (cpu() - c));
    }
    let _ = pool;
}
